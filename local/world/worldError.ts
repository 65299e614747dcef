/** The graph asks for what the world does not have or does not know: one line that names the resource. */
export class WorldError extends Error {
  override readonly name = 'WorldError';
}

/** What AWS answers whose role or policy does not allow a call. */
export class AccessDenied extends Error {
  override readonly name = 'AccessDenied';

  constructor(who: string, action: string, resource: string) {
    super(`${who} is not authorized to perform: ${action} on resource: ${resource}`);
  }
}
