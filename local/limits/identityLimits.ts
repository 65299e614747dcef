import { formOf, limitsOf, type Limits } from './limit.js';

const IAM = 'IAM User Guide, IAM and STS quotas';
const KMS = 'KMS API';
const SSM = 'Systems Manager API, PutParameter';

const IAM_NAME = /^[\w+=,.@-]+$/;

/** IAM, KMS and Parameter Store. */
export const IDENTITY_LIMITS: Readonly<Record<string, Limits>> = {
  'aws:iam/role:Role': {
    limits: [
      ...limitsOf(IAM, ['name', 64, 'characters'], ['assumeRolePolicy', 2048, 'characters without white space']),
      ...limitsOf('IAM API, CreateRole', ['description', 1000, 'characters'], ['maxSessionDuration', 43_200, 'units']),
    ],
    forms: [formOf('IAM API, CreateRole', 'name', IAM_NAME)],
  },
  'aws:iam/policy:Policy': {
    limits: [
      ...limitsOf(IAM, ['name', 128, 'characters'], ['policy', 6144, 'characters without white space']),
      ...limitsOf('IAM API, CreatePolicy', ['description', 1000, 'characters']),
    ],
    forms: [formOf('IAM API, CreatePolicy', 'name', IAM_NAME)],
  },
  'aws:iam/rolePolicy:RolePolicy': {
    limits: [
      ...limitsOf(IAM, ['name', 128, 'characters']),
      { at: ['policy'], max: 10_240, measure: 'characters without white space', source: IAM, sumBy: 'role' },
    ],
    forms: [],
  },
  'aws:iam/rolePolicyAttachment:RolePolicyAttachment': {
    limits: [{ at: ['policyArn'], max: 10, measure: 'of them', source: IAM, sumBy: 'role' }],
    forms: [],
  },
  'aws:kms/alias:Alias': {
    limits: limitsOf(`${KMS}, CreateAlias`, ['name', 256, 'characters']),
    forms: [formOf(`${KMS}, CreateAlias`, 'name', /^alias\/(?!aws\/)[\w/-]+$/)],
  },
  'aws:kms/key:Key': {
    limits: limitsOf(
      `${KMS}, CreateKey`,
      ['description', 8192, 'characters'],
      ['policy', 32_768, 'bytes'],
      ['deletionWindowInDays', 30, 'units'],
    ),
    forms: [],
  },
  // Of the fully qualified name, which has the ARN before it, AWS leaves 1,011 characters to people.
  'aws:ssm/parameter:Parameter': {
    limits: [
      ...limitsOf(SSM, ['name', 1011, 'characters'], ['value', 8192, 'bytes'], ['insecureValue', 8192, 'bytes']),
      { at: [], max: 4096, measure: 'bytes in the standard tier', source: SSM },
    ],
    forms: [formOf(SSM, 'name', /^(?:\/[\w.-]+){1,15}$/)],
  },
};
