import { CreatePolicyCommand, CreateRoleCommand, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import { PutParameterCommand, type ParameterTier } from '@aws-sdk/client-ssm';
import { textAt, type Aws } from '../aws.js';
import { done, type Creators, type Made } from './creator.js';

export const IDENTITY: Creators = {
  'aws:iam/role:Role': async (inputs: Role, { iam }) => {
    const { name: RoleName, assumeRolePolicy: AssumeRolePolicyDocument, path: Path } = inputs;
    const answer = await iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument, Path }));
    return { arn: textAt(answer, 'Role', 'Arn'), uniqueId: textAt(answer, 'Role', 'RoleId') };
  },
  'aws:iam/rolePolicy:RolePolicy': ({ role, policy }: RolePolicy, { iam }) =>
    done(iam.send(new PutRolePolicyCommand({ RoleName: role, PolicyName: 'inline', PolicyDocument: policy }))),
  'aws:iam/policy:Policy': async ({ name, policy, description }: Policy, { iam }) => {
    const command = new CreatePolicyCommand({ PolicyName: name, PolicyDocument: policy, Description: description });
    const arn = textAt(await iam.send(command), 'Policy', 'Arn');
    return { arn, id: arn };
  },
  'aws:kms/key:Key': createKey,
  'aws:kms/alias:Alias': ({ name, targetKeyId }: Alias, { json }) =>
    done(json('kms', 'CreateAlias', { AliasName: name, TargetKeyId: targetKeyId })),
  'aws:ssm/parameter:Parameter': ({ name, type, insecureValue, tier }: Parameter, { ssm }) =>
    done(ssm.send(new PutParameterCommand({ Name: name, Type: type, Value: insecureValue, Tier: tier }))),
};

interface Role {
  readonly name: string;
  readonly assumeRolePolicy: string;
  readonly path?: string;
}

interface RolePolicy {
  readonly role: string;
  readonly policy: string;
}

interface Policy {
  readonly name: string;
  readonly policy: string;
  readonly description?: string;
}

interface Key {
  readonly description: string;
  readonly policy: string;
  readonly enableKeyRotation: boolean;
}

interface Alias {
  readonly name: string;
  readonly targetKeyId: string;
}

interface Parameter {
  readonly name: string;
  readonly type: 'String';
  readonly insecureValue: string;
  readonly tier?: ParameterTier;
}

async function createKey({ description, policy, enableKeyRotation }: Key, { json }: Aws): Promise<Made> {
  const answer = await json('kms', 'CreateKey', { Description: description, Policy: policy });
  const keyId = textAt(answer, 'KeyMetadata', 'KeyId');
  if (enableKeyRotation) await json('kms', 'EnableKeyRotation', { KeyId: keyId });
  return { id: keyId, keyId, arn: textAt(answer, 'KeyMetadata', 'Arn') };
}
