/** A value that is known only once the resource exists, in a preview. */
export class Unknown {
  readonly unknown = true;
}

/** A value that Pulumi keeps encrypted in its state. */
export class Secret {
  readonly secret: PlanValue;
  constructor(secret: PlanValue) {
    this.secret = secret;
  }
}

/** One file: its path, its text or where to fetch it. */
export class Asset {
  readonly asset: AssetSource;
  constructor(asset: AssetSource) {
    this.asset = asset;
  }
}

/** Many files: a folder or zip at a path or URI, or named parts. */
export class Archive {
  readonly archive: ArchiveSource;
  constructor(archive: ArchiveSource) {
    this.archive = archive;
  }
}

/** A resource as the value of a property. `id` is absent for components. */
export class ResourceReference {
  readonly urn: string;
  readonly id: string | Unknown | undefined;
  constructor(urn: string, id?: string | Unknown) {
    this.urn = urn;
    this.id = id;
  }
}

export type AssetSource = { readonly path: string } | { readonly text: string } | { readonly uri: string };
export type ArchiveSource =
  { readonly path: string } | { readonly uri: string } | { readonly assets: Readonly<Record<string, PlanValue>> };

export type PlanValue =
  | null
  | boolean
  | number
  | string
  | Unknown
  | Secret
  | Asset
  | Archive
  | ResourceReference
  | readonly PlanValue[]
  | PlanObject;

export interface PlanObject {
  readonly [key: string]: PlanValue;
}

/** `declared` by the program, `read` by `.get()`, or `implied`: made by a remote component's provider. */
export type Origin = 'declared' | 'read' | 'implied';

export type PlanMode = 'preview' | 'resolved';

export interface PlannedResource {
  readonly urn: string;
  readonly type: string;
  readonly name: string;
  /** URN of the parent; absent only for the stack itself. */
  readonly parent: string | undefined;
  readonly origin: Origin;
  readonly custom: boolean;
  /** A component whose children its provider makes, not this program. */
  readonly remote: boolean;
  /** Absent for components; unknown in a preview. */
  readonly id: string | Unknown | undefined;
  readonly inputs: PlanObject;
  readonly outputs: PlanObject;
  /** URNs, explicit and by use of an output. */
  readonly dependencies: readonly string[];
  readonly propertyDependencies: Readonly<Record<string, readonly string[]>>;
  /** `URN::ID` of an explicit provider. */
  readonly provider: string | undefined;
  readonly options: ResourceOptions;
}

export interface ResourceOptions {
  readonly protect: boolean;
  readonly retainOnDelete: boolean;
  readonly deleteBeforeReplace: boolean;
  readonly ignoreChanges: readonly string[];
  readonly additionalSecretOutputs: readonly string[];
  readonly aliases: readonly ResourceAlias[];
}

export type ResourceAlias = string | Readonly<Record<string, string | true>>;

export interface Diagnostic {
  /** Pulumi's own names; `info#err` is what the program wrote to stderr. */
  readonly severity: 'debug' | 'info' | 'info#err' | 'warning' | 'error';
  readonly message: string;
  readonly urn: string | undefined;
}

/** What a program declares, parents before their children, siblings by URN. */
export interface Plan {
  readonly project: string;
  readonly stack: string;
  readonly mode: PlanMode;
  readonly resources: readonly PlannedResource[];
  /** The stack's outputs. */
  readonly outputs: PlanObject;
  readonly diagnostics: readonly Diagnostic[];
  /** What the plan stands on that a deployment would not. */
  readonly notes: readonly string[];
}
