import { stringAt } from '../../../domain/json.js';
import type { PolicyHolder } from '../../../domain/iam/principal.js';
import type { EnforcementConfig } from '../../../domain/iam/suspensionPlan.js';
import type { PolicyDocuments } from '../../../handlers/ports/policyDocuments.js';
import type { IamDirectory } from '../../../handlers/ports/iamDirectory.js';
import { MemoryIam } from '../../memory/memoryIam.js';
import type { RecordedCall } from '../events/cloudTrail.js';
import { withAuthorization, type Assert } from './withAuthorization.js';
import type { Journal } from '../journal.js';
import type { FunctionDeclaration } from '../compute/functionDeclaration.js';
import { IAM_REGION } from './people.js';
import { WorldIamAccess } from './worldIamAccess.js';

/** The account, and what happens after a change. */
export interface IamPlace {
  readonly iam: MemoryIam;
  readonly journal: Journal;
  readonly record: (call: RecordedCall) => void;
  readonly accountId: string;
  readonly partition: string;
}

/** Allows what the function's role and enforcement config allow. */
export function iamAccess(
  world: IamPlace,
  { name, roleArn }: FunctionDeclaration,
  enforcementConfig: EnforcementConfig,
  assertAllowed: Assert,
): WorldIamAccess {
  const callerArn = callerOf(roleArn, name);
  return new WorldIamAccess({
    iam: new MemoryIam(enforcementConfig, world.iam),
    enforcementConfig,
    assertAllowed,
    arnOf: (holder) => arnOfHolder(world, holder),
    changed: (eventName, { type, name: subject }, parameters) => {
      const policyArn = stringAt(parameters, 'policyArn');
      const change = { by: name, action: eventName, subject: `${type}/${subject}` };
      world.journal.add({ kind: 'iam-changed', ...change, ...(policyArn === undefined ? {} : { policyArn }) });
      world.record({
        eventSource: 'iam.amazonaws.com',
        eventName,
        region: IAM_REGION,
        callerArn,
        isReadOnly: false,
        requestParameters: { [`${type}Name`]: subject, ...parameters },
      });
    },
  });
}

export function iamDirectory(world: IamPlace, assert: Assert): IamDirectory {
  const arnOf = (type: PolicyHolder['type'], name: string): string => arnOfHolder(world, { type, name });
  return withAuthorization<IamDirectory>(
    'AwsIamDirectory',
    world.iam,
    {
      userArn: (_, name: string) => arnOf('user', name),
      roleArn: (_, name: string) => arnOf('role', name),
      policyDocument: (_, policyArn: string) => policyArn,
      tag: (action, type: PolicyHolder['type'], name: string) =>
        action === (type === 'user' ? 'iam:ListUserTags' : 'iam:ListRoleTags') ? arnOf(type, name) : undefined,
    },
    assert,
  );
}

export function policyDocuments(
  world: IamPlace,
  { name, roleArn }: FunctionDeclaration,
  assert: Assert,
): PolicyDocuments {
  const port: PolicyDocuments = {
    policyDocument: (policyArn) => world.iam.policyDocument(policyArn),
    writePolicyDocument: async (policyArn, document) => {
      const answer = await world.iam.writePolicyDocument(policyArn, document);
      if (answer !== 'done') return answer;
      const subject = policyArn.slice(policyArn.lastIndexOf(':') + 1);
      world.journal.add({ kind: 'iam-changed', by: name, action: 'CreatePolicyVersion', subject, policyArn });
      world.record({
        eventSource: 'iam.amazonaws.com',
        eventName: 'CreatePolicyVersion',
        region: IAM_REGION,
        callerArn: callerOf(roleArn, name),
        isReadOnly: false,
        requestParameters: { policyArn },
      });
      return 'done';
    },
  };
  const policyArn = (_: string, arn: string): string => arn;
  const resources = { policyDocument: policyArn, writePolicyDocument: policyArn };
  return withAuthorization<PolicyDocuments>('AwsPolicyDocuments', port, resources, assert);
}

function callerOf(roleArn: string, functionName: string): string {
  return `${roleArn.replace(':iam:', ':sts:').replace(':role/', ':assumed-role/')}/${functionName}`;
}

/** With its path, if the principal exists. */
function arnOfHolder({ iam, partition, accountId }: IamPlace, { type, name }: PolicyHolder): string {
  return iam.find({ type, name })?.arn ?? `arn:${partition}:iam::${accountId}:${type}/${name}`;
}
