import type { Instant } from '../../domain/instant.js';

/**
 * IAM, as far as Bedrock API keys need it: one user a key. What does not exist (any more) counts as deleted. Everything
 * throws what IAM throws.
 */
export interface KeyAdministration {
  /** A user of that name, whoever made it. */
  find(userName: string): Promise<FoundUser | undefined>;
  /** Answers the ARN. Throws if there is a user of that name. */
  createUser(user: NewUser): Promise<string>;
  /** Lets the user call models, and nothing else that costs. */
  grantCalls(userName: string): Promise<void>;
  /** Without `ageDays` it does not expire. */
  createKey(userName: string, ageDays: number | undefined): Promise<NewKey>;
  keysOf(userName: string): Promise<readonly ApiKey[]>;
  setActive(userName: string, keyId: string, isActive: boolean): Promise<void>;
  deleteKey(userName: string, keyId: string): Promise<void>;
  /** What else opens the account to this user, such as `access key AKIA…`: this command makes none of it. */
  otherCredentials(userName: string): Promise<readonly string[]>;
  /** Takes every policy and group from the user, then deletes it. Its keys have to be gone. */
  deleteUser(userName: string): Promise<void>;
  /** The users below a path such as `/bedrock-budgeteer/dev/`, with their keys, by name. */
  usersBelow(path: string): Promise<readonly KeyUser[]>;
}

export interface FoundUser {
  readonly arn: string;
  readonly tags: Readonly<Record<string, string>>;
}

export interface NewUser {
  readonly userName: string;
  /** Begins and ends with `/`. */
  readonly path: string;
  readonly tags: Readonly<Record<string, string>>;
}

export interface KeyUser {
  readonly userName: string;
  /** With the path. */
  readonly arn: string;
  readonly keys: readonly ApiKey[];
}

/** A long-term Bedrock API key. */
export interface ApiKey {
  readonly keyId: string;
  readonly isActive: boolean;
  /** Undefined where that is not known. */
  readonly createdAt: Instant | undefined;
  /** Undefined if it does not expire. */
  readonly expiresAt: Instant | undefined;
}

export interface NewKey extends ApiKey {
  /** What a caller sends as bearer token. IAM tells it this once. */
  readonly secret: string;
}

/** IAM lets a user have so many keys of one service. */
export const MAX_KEYS = 2;

/** Of the inline policy by which a user may call models. */
export const CALLS_POLICY = 'bedrock-calls';

/**
 * Narrower than AWS's AmazonBedrockLimitedAccess, which also lets a key start jobs, buy throughput and call the endpoint
 * bedrock-mantle: none of that is in the invocation log, so nothing of it would count in the budget.
 */
export const CALLS_DOCUMENT = JSON.stringify({
  Version: '2012-10-17',
  Statement: [
    {
      Sid: 'CallModels',
      Effect: 'Allow',
      Action: [
        'bedrock:CallWithBearerToken',
        'bedrock:InvokeModel',
        'bedrock:InvokeModelWithResponseStream',
        'bedrock:GetFoundationModel',
        'bedrock:GetInferenceProfile',
        'bedrock:ListFoundationModels',
        'bedrock:ListInferenceProfiles',
      ],
      Resource: '*',
    },
  ],
});
