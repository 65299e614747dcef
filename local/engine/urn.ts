const STACK_TYPE = 'pulumi:pulumi:Stack';

export interface UrnParts {
  readonly stack: string;
  readonly project: string;
  /** URN of the parent; the stack itself lends its children no type. */
  readonly parent: string | undefined;
  readonly type: string;
  readonly name: string;
}

/** `urn:pulumi:STACK::PROJECT::PARENTTYPE$TYPE::NAME`. */
export function urnOf({ stack, project, parent, type, name }: UrnParts): string {
  const parentType = parent === undefined ? STACK_TYPE : qualifiedType(parent);
  const ownType = parentType === STACK_TYPE ? type : `${parentType}$${type}`;
  return `urn:pulumi:${stack}::${project}::${ownType}::${name}`;
}

export function isStackType(type: string): boolean {
  return type === STACK_TYPE;
}

function qualifiedType(urn: string): string {
  return urn.split('::')[2] ?? '';
}
