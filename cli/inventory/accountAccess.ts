import type { PolicyHolder } from '../../domain/iam/principal.js';
import type { Instant } from '../../domain/instant.js';

/** Who may do what in an account, as its IAM has it. Everything throws what IAM throws. */
export interface AccountAccess {
  /** Every user and role, each with all that grants it something. */
  entities(): Promise<readonly Entity[]>;
  /**
   * When each was last let use Bedrock, by ARN; some hours old, and without those of whom IAM knows of no use.
   * `onLook` is told how many were looked up.
   */
  lastUsed(arns: readonly string[], onLook: (count: number) => void): Promise<ReadonlyMap<string, Instant>>;
}

export interface Entity {
  readonly holder: PolicyHolder;
  /** With its path. */
  readonly arn: string;
  readonly policies: readonly HeldPolicy[];
  readonly boundary: HeldPolicy | undefined;
}

export interface HeldPolicy {
  /** `AmazonBedrockFullAccess`, `models (inline)`, `models (group data)`. */
  readonly name: string;
  /** JSON text; undefined if there is no such policy any more. */
  readonly document: string | undefined;
}
