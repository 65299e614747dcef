/**
 * What AWS and Pulumi's provider fill in when a resource is made, as templates over:
 * `{name}` the physical name, `{account}`, `{region}`, `{partition}`, `{dns}` the partition's domain, `{uuid}`,
 * `{hex:N}`, `{input.KEY}`, `{input.KEY|DEFAULT}`, and the special cases that renderTemplate.ts lists.
 */
export interface Shape {
  readonly id: string;
  /** The property that Pulumi fills by itself where the program gave none. */
  readonly named?: NamedBy;
  readonly outputs?: Readonly<Record<string, string>>;
  /** Outputs that exist only where an input is true. */
  readonly ifTrue?: { readonly input: string; readonly outputs: Readonly<Record<string, string>> };
}

export interface NamedBy {
  readonly property: string;
  readonly prefix?: string;
  readonly lowerCase?: true;
}

export type Shapes = Readonly<Record<string, Shape>>;

export const BY_NAME: NamedBy = { property: 'name' };
