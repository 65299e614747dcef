import { stringAt } from '../../../domain/json.js';
import type { PolicyHolder } from '../../../domain/iam/principal.js';
import type { EnforcementConfig } from '../../../domain/iam/suspensionPlan.js';
import type { IamDirectory } from '../../../handlers/ports/iamDirectory.js';
import { MemoryIam } from '../../memory/memoryIam.js';
import type { RecordedCall } from '../events/cloudTrail.js';
import { withAuthorization } from './withAuthorization.js';
import type { Journal } from '../journal.js';
import type { FunctionDeclaration } from '../compute/functionDeclaration.js';
import { IAM_REGION } from './people.js';
import type { Access } from './policyStatements.js';
import { WorldIamAccess } from './worldIamAccess.js';

/** The account, and what happens after a change. */
export interface IamPlace {
  readonly iam: MemoryIam;
  readonly journal: Journal;
  readonly record: (call: RecordedCall) => void;
  readonly accountId: string;
  readonly partition: string;
}

type Assert = (access: Access) => void;

/** IAM as the function's enforcement config and role allow it. */
export function iamAccess(
  world: IamPlace,
  { name, roleArn }: FunctionDeclaration,
  enforcementConfig: EnforcementConfig,
  assertAllowed: Assert,
): WorldIamAccess {
  const callerArn = `${roleArn.replace(':iam:', ':sts:').replace(':role/', ':assumed-role/')}/${name}`;
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
  const of = (type: PolicyHolder['type'], action: string) => (name: string) => [
    { action, resource: arnOfHolder(world, { type, name }) },
  ];
  return withAuthorization<IamDirectory>(
    world.iam,
    {
      userArn: of('user', 'iam:GetUser'),
      roleArn: of('role', 'iam:GetRole'),
      policyDocument: (policyArn: string) => [
        { action: 'iam:GetPolicy', resource: policyArn },
        { action: 'iam:GetPolicyVersion', resource: policyArn },
      ],
      tag: (type: PolicyHolder['type'], name: string) =>
        of(type, type === 'user' ? 'iam:ListUserTags' : 'iam:ListRoleTags')(name),
    },
    assert,
  );
}

/** With its path, if the principal exists. */
function arnOfHolder({ iam, partition, accountId }: IamPlace, { type, name }: PolicyHolder): string {
  return iam.find({ type, name })?.arn ?? `arn:${partition}:iam::${accountId}:${type}/${name}`;
}
