import { IAMClient, InvalidInputException, LimitExceededException, NoSuchEntityException } from '@aws-sdk/client-iam';
import type { PolicyHolder } from '../../../domain/iam/principal.js';
import type { IamPrincipal } from '../../../local/memory/iamAccount.js';
import type { MemoryIam } from '../../../local/memory/memoryIam.js';

type Input = Readonly<Record<string, string | undefined>>;

export interface SentCommand {
  /** As IAM names the call. */
  readonly name: string;
  readonly input: Input;
  /** The principal's ARN and its boundary at that time, if the call names a principal. */
  readonly principalArn: string | undefined;
  readonly boundaryArn: string | undefined;
}

interface Answers {
  readonly client: IAMClient;
  /** In the order in which they were sent. */
  readonly sent: readonly SentCommand[];
}

/** A call on a principal that exists; `User` and `Role` are cut out of its name. */
type Call = (held: IamPrincipal, input: Input, iam: MemoryIam) => unknown;

const PAGE_SIZE = 2;

/** A client of the SDK over the account of a MemoryIam, which answers as IAM's API does, in pages of two. */
export function iamStandIn(iam: MemoryIam, attachmentQuota: number): Answers {
  const sent: SentCommand[] = [];
  const client = Object.create(IAMClient.prototype) as IAMClient;
  const send = async (command: { readonly input: Input }): Promise<unknown> => {
    const name = command.constructor.name.replace('Command', '');
    const held = iam.find(holderIn(command.input));
    sent.push({ name, input: command.input, principalArn: held?.arn, boundaryArn: held?.boundary });
    await Promise.resolve();
    if (name === 'SimulatePrincipalPolicy') return simulated(iam, command.input);
    const call = callsWithin(attachmentQuota)[name.replace(/User|Role/, '')];
    if (call === undefined) throw new Error(`unexpected ${name}`);
    return call(held ?? missing(), command.input, iam);
  };
  Object.assign(client, { send });
  return { client, sent };
}

function callsWithin(attachmentQuota: number): Readonly<Record<string, Call>> {
  return {
    Get: ({ arn, uniqueId, boundary }) => {
      const PermissionsBoundary = boundary === undefined ? undefined : { PermissionsBoundaryArn: boundary };
      const common = { Arn: arn, PermissionsBoundary };
      return { User: { ...common, UserId: uniqueId }, Role: { ...common, RoleId: uniqueId } };
    },
    ListAttachedPolicies: ({ attached }, input) => {
      const { items, ...page } = pageOf([...attached], input);
      return { AttachedPolicies: items.map((PolicyArn) => ({ PolicyArn })), ...page };
    },
    ListServiceSpecificCredentials: ({ keys }, input) => {
      const { items, ...page } = pageOf([...keys], input);
      const listed = items.map(([id, isActive]) => ({
        ServiceSpecificCredentialId: id,
        Status: isActive ? 'Active' : 'Inactive',
      }));
      return { ServiceSpecificCredentials: listed, ...page };
    },
    AttachPolicy: ({ attached }, { PolicyArn = '' }, iam) => {
      if (iam.policy(PolicyArn) === undefined) missing();
      if (!attached.has(PolicyArn) && attached.size >= attachmentQuota) full();
      attached.add(PolicyArn);
      return {};
    },
    DetachPolicy: ({ attached }, { PolicyArn = '' }) => (attached.delete(PolicyArn) ? {} : missing()),
    PutPermissionsBoundary: (held, { PermissionsBoundary = '' }, iam) => {
      if (iam.policy(PermissionsBoundary) === undefined) missing();
      held.boundary = PermissionsBoundary;
      return {};
    },
    DeletePermissionsBoundary: (held) => {
      if (held.boundary === undefined) missing();
      held.boundary = undefined;
      return {};
    },
    UpdateServiceSpecificCredential: ({ keys }, { ServiceSpecificCredentialId = '', Status }) => {
      if (!keys.has(ServiceSpecificCredentialId)) missing();
      keys.set(ServiceSpecificCredentialId, Status === 'Active');
      return {};
    },
  };
}

async function simulated(iam: MemoryIam, input: object): Promise<unknown> {
  const { PolicySourceArn, ActionNames, Marker } = input as {
    readonly PolicySourceArn: string;
    readonly ActionNames: readonly string[];
    readonly Marker?: string;
  };
  const unknown = ActionNames.filter((action) => iam.unknownActions.has(action));
  if (unknown.length > 0) invalid(`Invalid action: ${unknown.join(', ')}`);
  const decisions = await iam.decisions(PolicySourceArn, ActionNames).catch(missing);
  const { items, ...page } = pageOf([...decisions], { Marker });
  return {
    EvaluationResults: items.map(([EvalActionName, EvalDecision]) => ({ EvalActionName, EvalDecision })),
    ...page,
  };
}

/** A marker is where the next page begins. */
function pageOf<Item>(
  all: readonly Item[],
  { Marker = '0' }: Input,
): { readonly items: readonly Item[]; readonly IsTruncated: boolean; readonly Marker: string | undefined } {
  const start = Number(Marker);
  const end = start + PAGE_SIZE;
  const IsTruncated = end < all.length;
  return { items: all.slice(start, end), IsTruncated, Marker: IsTruncated ? String(end) : undefined };
}

function holderIn({ UserName, RoleName = '' }: Input): PolicyHolder {
  return UserName === undefined ? { type: 'role', name: RoleName } : { type: 'user', name: UserName };
}

function invalid(message: string): never {
  throw new InvalidInputException({ message, $metadata: { httpStatusCode: 400 } });
}

function missing(): never {
  throw new NoSuchEntityException({ message: 'cannot be found', $metadata: { httpStatusCode: 404 } });
}

function full(): never {
  throw new LimitExceededException({ message: 'Cannot exceed quota', $metadata: { httpStatusCode: 409 } });
}
