/** What some methods of an adapter ask of AWS together. */
interface Grant {
  readonly adapter: string;
  /** IAM's actions, by method. */
  readonly methods: Readonly<Record<string, readonly string[]>>;
}

/**
 * The one declaration of what each method of an adapter asks of AWS: exactly the actions of the calls that it makes. The
 * stack's roles allow them on the resources in question; the local world asks for them.
 */
const GRANTS = {
  readSettings: grant('SsmSettingsSource', ['read'], 'ssm:GetParametersByPath'),
  readBudgets: grant('DynamoBudgetStore', ['read'], 'dynamodb:BatchGetItem'),
  saveBudgets: grant('DynamoBudgetStore', ['save'], 'dynamodb:UpdateItem'),
  findDueBudgets: grant('DynamoBudgetStore', ['due'], 'dynamodb:Query'),
  findBudgetsByName: grant('DynamoBudgetStore', ['named'], 'dynamodb:Query'),
  countBudgets: grant('DynamoBudgetCensus', ['countByStatus'], 'dynamodb:Scan'),
  readAllBudgets: grant('DynamoBudgetReader', ['all'], 'dynamodb:Scan'),
  readUsageOfSpan: grant('DynamoUsageReader', ['of'], 'dynamodb:Query'),
  readAuditDays: grant('DynamoAuditReader', ['all'], 'dynamodb:Query'),
  chargeUsage: grant('DynamoUsageLedger', ['charge'], 'dynamodb:PutItem'),
  chargeBudgets: grant('DynamoUsageLedger', ['charge'], 'dynamodb:UpdateItem'),
  readUsage: grant('DynamoUsageLedger', ['charged', 'find'], 'dynamodb:BatchGetItem'),
  findProvisionalUsage: grant('DynamoUsageLedger', ['provisional'], 'dynamodb:Query'),
  readTeamCounts: grant('DynamoTeamCounts', ['read'], 'dynamodb:BatchGetItem'),
  findMembers: grant('DynamoTeamCounts', ['members'], 'dynamodb:Query'),
  countTeams: grant('DynamoTeamCounts', ['save'], 'dynamodb:PutItem'),
  saveTeams: grant('DynamoTeamCounts', ['save'], 'dynamodb:UpdateItem'),
  readPrices: grant('DynamoPriceTable', ['read', 'readProfiles', 'refreshedAt', 'servicesOf'], 'dynamodb:BatchGetItem'),
  writePrices: grant(
    'DynamoPriceTable',
    ['write', 'writeProfiles', 'markRefreshed', 'writeServices'],
    'dynamodb:PutItem',
  ),
  addAuditEntries: grant('DynamoAuditLog', ['add'], 'dynamodb:PutItem'),
  readNotices: grant('DynamoNoticeLog', ['notices', 'isTold'], 'dynamodb:BatchGetItem'),
  writeNotices: grant(
    'DynamoNoticeLog',
    ['claim', 'markDelivered', 'unmarkDelivered', 'endClaim', 'joinGroup', 'openDigest', 'closeDigest', 'noteIncident'],
    'dynamodb:UpdateItem',
  ),
  readPersonPolicies: grant('DynamoPersonPolicyLists', ['read'], 'dynamodb:BatchGetItem'),
  writePersonPolicies: {
    adapter: 'DynamoPersonPolicyLists',
    methods: { save: ['dynamodb:PutItem'], lock: ['dynamodb:UpdateItem'], unlock: ['dynamodb:UpdateItem'] },
  },
  readPersonDocuments: grant('AwsPolicyDocuments', ['policyDocument'], 'iam:GetPolicy', 'iam:GetPolicyVersion'),
  writePersonDocuments: grant(
    'AwsPolicyDocuments',
    ['writePolicyDocument'],
    'iam:ListPolicyVersions',
    'iam:CreatePolicyVersion',
    'iam:DeletePolicyVersion',
  ),
  publishEvents: grant('EventBridgeBus', ['publish'], 'events:PutEvents'),
  setAside: grant('SqsQuarantine', ['put'], 'sqs:SendMessage'),
  readFailedBatches: grant('S3ObjectStore', ['read'], 's3:GetObject'),
  writeReplayedLines: grant('S3ObjectStore', ['write'], 's3:PutObject'),
  writeReports: grant('S3ReportPages', ['write'], 's3:PutObject'),
  publishToTopics: grant('SnsTopics', ['publish'], 'sns:Publish'),
  readSecrets: grant('AwsSecrets', ['read'], 'secretsmanager:GetSecretValue', 'ssm:GetParameter'),
  sendMail: grant('SesMailer', ['send'], 'ses:SendEmail'),
  readAddresses: grant('SsmAddressBook', ['read'], 'ssm:GetParametersByPath'),
  readPriceList: grant('AwsPriceList', ['products'], 'pricing:GetProducts'),
  resolveInferenceProfiles: grant('BedrockInferenceProfiles', ['modelBehind'], 'bedrock:GetInferenceProfile'),
  readPrincipals: {
    adapter: 'AwsIamDirectory',
    methods: {
      userArn: ['iam:GetUser'],
      roleArn: ['iam:GetRole'],
      tag: ['iam:ListUserTags', 'iam:ListRoleTags'],
    },
  },
  readPolicies: grant('AwsIamDirectory', ['policyDocument'], 'iam:GetPolicy', 'iam:GetPolicyVersion'),
} as const satisfies Readonly<Record<string, Grant>>;

/** What depends on how the stack suspends; `iamStatements.ts` has the actions and their conditions. */
const ACCESS_GRANTS = {
  // Those that change access look at a principal as well.
  readAccess: [
    'AwsAccessReader.access',
    'AwsIamAccess.detachPolicy',
    'AwsIamAccess.setDenyBoundary',
    'AwsIamAccess.removeDenyBoundary',
  ],
  changeAccess: [
    'AwsIamAccess.attachPolicy',
    'AwsIamAccess.detachPolicy',
    'AwsIamAccess.setDenyBoundary',
    'AwsIamAccess.removeDenyBoundary',
    'AwsIamAccess.setKeyActive',
    'AwsIamAccess.decisions',
  ],
} as const;

/** A grant of fixed actions. */
export type PlainGrantName = keyof typeof GRANTS;

export type GrantName = PlainGrantName | keyof typeof ACCESS_GRANTS;

export const GRANT_NAMES = [...Object.keys(GRANTS), ...Object.keys(ACCESS_GRANTS)] as readonly GrantName[];

/** The methods, as `ADAPTER.METHOD`, by which a function comes to need a grant. */
export function methodsOf(name: GrantName): readonly string[] {
  if (name === 'readAccess' || name === 'changeAccess') return ACCESS_GRANTS[name];
  const { adapter, methods } = GRANTS[name];
  return Object.keys(methods).map((method) => `${adapter}.${method}`);
}

export function actionsOf(name: PlainGrantName): readonly string[] {
  return [...new Set(Object.values(GRANTS[name].methods).flat())];
}

/** All that one method of an adapter asks for; nothing if it is not declared. */
export function actionsOfMethod(adapter: string, method: string): readonly string[] {
  return ACTIONS.get(`${adapter}.${method}`) ?? [];
}

const ACTIONS = Object.values<Grant>(GRANTS).reduce((found, { adapter, methods }) => {
  for (const [method, actions] of Object.entries(methods)) {
    const name = `${adapter}.${method}`;
    found.set(name, [...(found.get(name) ?? []), ...actions]);
  }
  return found;
}, new Map<string, readonly string[]>());

function grant(adapter: string, methods: readonly string[], ...actions: readonly string[]): Grant {
  return { adapter, methods: Object.fromEntries(methods.map((method) => [method, actions])) };
}
