import { BY_NAME, type Shapes } from './shape.js';

const IAM = 'arn:{partition}:iam::{account}';
const KMS = 'arn:{partition}:kms:{region}:{account}';
const SECRET_ARN = 'arn:{partition}:secretsmanager:{region}:{account}:secret:{name}-{hex:6}';

/** IAM, KMS, Secrets Manager and Parameter Store; ARN forms of the Service Authorization Reference. */
export const IDENTITY_SHAPES: Shapes = {
  'aws:iam/role:Role': {
    named: BY_NAME,
    id: '{name}',
    outputs: { arn: `${IAM}:role{input.path|/}{name}`, uniqueId: 'AROA{hex:17}' },
  },
  'aws:iam/policy:Policy': {
    named: BY_NAME,
    id: `${IAM}:policy{input.path|/}{name}`,
    outputs: { arn: `${IAM}:policy{input.path|/}{name}`, policyId: 'ANPA{hex:17}' },
  },
  'aws:iam/user:User': {
    named: BY_NAME,
    id: '{name}',
    outputs: { arn: `${IAM}:user{input.path|/}{name}`, uniqueId: 'AIDA{hex:17}' },
  },
  'aws:iam/group:Group': {
    named: BY_NAME,
    id: '{name}',
    outputs: { arn: `${IAM}:group{input.path|/}{name}`, uniqueId: 'AGPA{hex:17}' },
  },
  'aws:iam/rolePolicy:RolePolicy': { named: BY_NAME, id: '{input.role}:{name}' },
  'aws:iam/rolePolicyAttachment:RolePolicyAttachment': { id: '{input.role}/{input.policyArn}' },
  'aws:iam/userPolicyAttachment:UserPolicyAttachment': { id: '{input.user}/{input.policyArn}' },
  'aws:iam/groupPolicyAttachment:GroupPolicyAttachment': { id: '{input.group}/{input.policyArn}' },
  'aws:iam/policyAttachment:PolicyAttachment': { named: BY_NAME, id: '{name}' },
  'aws:iam/rolePoliciesExclusive:RolePoliciesExclusive': { id: '{input.roleName}' },
  'aws:iam/rolePolicyAttachmentsExclusive:RolePolicyAttachmentsExclusive': { id: '{input.roleName}' },
  'aws:kms/key:Key': { id: '{uuid}', outputs: { arn: `${KMS}:key/{uuid}`, keyId: '{uuid}' } },
  'aws:kms/alias:Alias': {
    named: { property: 'name', prefix: 'alias/' },
    id: '{name}',
    outputs: { arn: `${KMS}:{name}` },
  },
  'aws:kms/keyPolicy:KeyPolicy': { id: '{input.keyId}' },
  'aws:secretsmanager/secret:Secret': { named: BY_NAME, id: SECRET_ARN, outputs: { arn: SECRET_ARN } },
  'aws:secretsmanager/secretVersion:SecretVersion': {
    id: '{input.secretId}|{uuid}',
    outputs: { arn: '{input.secretId}', versionId: '{uuid}' },
  },
  'aws:ssm/parameter:Parameter': {
    named: BY_NAME,
    id: '{name}',
    outputs: { arn: 'arn:{partition}:ssm:{region}:{account}:parameter{/name}' },
  },
};
