/** The plan needs what the world does not have or know. One line that names the resource. */
export class WorldError extends Error {
  override readonly name = 'WorldError';
}

/** AWS's answer if a role or policy does not allow a call. */
export class AccessDenied extends Error {
  override readonly name = 'AccessDenied';

  constructor(who: string, action: string, resource: string) {
    super(`${who} is not authorized to perform: ${action} on resource: ${resource}`);
  }
}
