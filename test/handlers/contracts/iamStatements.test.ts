import { expect } from 'chai';
import type { PolicyHolder } from '../../../domain/iam/principal.js';
import { matchesPattern } from '../../../domain/iam/pattern.js';
import type { EnforcementConfig } from '../../../domain/iam/suspensionPlan.js';
import { AwsAccessReader } from '../../../handlers/adapters/awsAccessReader.js';
import { AwsIamAccess } from '../../../handlers/adapters/awsIamAccess.js';
import {
  accessReadStatements,
  suspensionStatements,
  type IamStatement,
} from '../../../handlers/contracts/iamStatements.js';
import { MemoryIam } from '../../../local/memory/memoryIam.js';
import { ENFORCEMENT_CONFIG } from '../../enforcementConfig.js';
import { iamStandIn, type SentCommand } from '../adapters/iamStandIn.js';

interface IamRequest {
  readonly action: string;
  readonly resource: string;
  readonly context: Readonly<Record<string, string | undefined>>;
}

const IAM = 'arn:aws:iam::444455556666';
const NADIA: PolicyHolder = { type: 'user', name: 'nadia' };
const SUMMARISER: PolicyHolder = { type: 'role', name: 'summariser' };
const ARNS = { user: `${IAM}:user/teams/nadia`, role: `${IAM}:role/teams/summariser` };
const CEILING = `${IAM}:policy/team-ceiling`;
const ADMINISTRATOR = 'arn:aws:iam::aws:policy/AdministratorAccess';

function statementsFor(enforcementConfig: EnforcementConfig): readonly IamStatement[] {
  const account = { partition: 'aws', accountId: '444455556666' };
  return [...suspensionStatements(enforcementConfig, account), ...accessReadStatements(enforcementConfig, account)];
}

/** A user and a role, and the policies of the stack. */
function accountOf(enforcementConfig: EnforcementConfig): MemoryIam {
  const iam = new MemoryIam(enforcementConfig);
  for (const policyArn of [
    enforcementConfig.denyPolicyArn,
    enforcementConfig.denyBoundaryArn,
    ...enforcementConfig.detachPolicyArns,
  ]) {
    iam.addPolicy(policyArn, '{"Statement":{"Effect":"Allow","Action":"*","Resource":"*"}}');
  }
  iam.addPrincipal('user', ARNS.user);
  iam.addPrincipal('role', ARNS.role);
  return iam;
}

/** Every call of IAM in suspending and restoring a user and a role by all means. */
async function callsBy(enforcementConfig: EnforcementConfig): Promise<readonly SentCommand[]> {
  const iam = accountOf(enforcementConfig);
  const { client, sent } = iamStandIn(iam, enforcementConfig.attachmentQuota);
  const access = new AwsIamAccess(client, enforcementConfig);
  for (const holder of [NADIA, SUMMARISER]) {
    await access.attachPolicy(holder, enforcementConfig.denyPolicyArn);
    if (enforcementConfig.fallsBackToBoundary) await access.setDenyBoundary(holder);
    for (const policyArn of enforcementConfig.detachPolicyArns) {
      await access.detachPolicy(holder, policyArn);
      await access.attachPolicy(holder, policyArn);
    }
    await access.access(holder);
    await access.decisions(ARNS[holder.type], ['bedrock:InvokeModel']);
    if (enforcementConfig.fallsBackToBoundary) await access.removeDenyBoundary(holder);
    await access.detachPolicy(holder, enforcementConfig.denyPolicyArn);
  }
  if (enforcementConfig.deactivatesKeys) await access.setKeyActive('nadia', iam.addKey('nadia'), false);
  return sent;
}

/** What IAM weighs of a call. The boundary in a Put is the new one, in all other calls the one that is set. */
function requestOf({ name, input, principalArn, boundaryArn }: SentCommand): IamRequest {
  const isKeyCall = name === 'UpdateServiceSpecificCredential';
  return {
    action: `iam:${name}`,
    resource: principalArn ?? input['PolicySourceArn'] ?? '',
    context: {
      'iam:PolicyARN': input['PolicyArn'],
      'iam:PermissionsBoundary': input['PermissionsBoundary'] ?? boundaryArn,
      'iam:ServiceSpecificCredentialServiceName': isKeyCall ? 'bedrock.amazonaws.com' : undefined,
    },
  };
}

function isAllowed(statements: readonly IamStatement[], request: IamRequest): boolean {
  const applying = statements.filter((statement) => applies(statement, request));
  return applying.length > 0 && applying.every(({ Effect }) => Effect === 'Allow');
}

function applies(
  { Action, Resource, Condition = {} }: IamStatement,
  { action, resource, context }: IamRequest,
): boolean {
  return (
    Action.includes(action) &&
    Resource.some((pattern) => matchesPattern(pattern, resource)) &&
    Object.entries(Condition).every(([operator, keys]) =>
      Object.entries(keys).every(([key, values]) => values.some((value) => holds(operator, value, context[key]))),
    )
  );
}

function holds(operator: string, value: string, given: string | undefined): boolean {
  if (given === undefined) return false;
  if (operator === 'ArnEquals') return matchesPattern(value, given);
  if (operator === 'StringEquals') return value === given;
  throw new Error(`unexpected operator ${operator}`);
}

function attach(resource: string, policyArn: string): IamRequest {
  return { action: 'iam:AttachUserPolicy', resource, context: { 'iam:PolicyARN': policyArn } };
}

describe('suspensionStatements and accessReadStatements', () => {
  const options = [
    ['by all means', true, true],
    ['when keys stay as they are', false, true],
    ['when boundaries stay as they are', true, false],
  ] as const;
  for (const [when, deactivatesKeys, fallsBackToBoundary] of options) {
    const enforcementConfig = { ...ENFORCEMENT_CONFIG, deactivatesKeys, fallsBackToBoundary };

    it(`allow every call that is sent, ${when}`, async () => {
      const requests = (await callsBy(enforcementConfig)).map(requestOf);
      expect(requests.length).to.be.above(20);
      expect(requests.filter((request) => !isAllowed(statementsFor(enforcementConfig), request))).to.deep.equal([]);
    });

    it(`allow no action that is not used, ${when}`, async () => {
      const used = new Set((await callsBy(enforcementConfig)).map(({ name }) => `iam:${name}`));
      const allowed = statementsFor(enforcementConfig).flatMap(({ Effect, Action }) =>
        Effect === 'Allow' ? Action : [],
      );
      expect([...new Set(allowed)].sort()).to.deep.equal([...used].sort());
    });
  }

  const [boundary, service] = ['iam:PermissionsBoundary', 'iam:ServiceSpecificCredentialServiceName'] as const;
  const userRequests: readonly (readonly [string, string, IamRequest['context'], boolean])[] = [
    ['the Deny', 'AttachUserPolicy', { 'iam:PolicyARN': ENFORCEMENT_CONFIG.denyPolicyArn }, true],
    ['another policy', 'AttachUserPolicy', { 'iam:PolicyARN': ADMINISTRATOR }, false],
    [
      'a policy whose name goes on',
      'AttachUserPolicy',
      { 'iam:PolicyARN': `${ENFORCEMENT_CONFIG.denyPolicyArn}-2` },
      false,
    ],
    ['the boundary’s policy', 'AttachUserPolicy', { 'iam:PolicyARN': ENFORCEMENT_CONFIG.denyBoundaryArn }, false],
    [
      'a policy of persons',
      'AttachUserPolicy',
      { 'iam:PolicyARN': ENFORCEMENT_CONFIG.personPolicyArns[0] ?? '' },
      false,
    ],
    ['no policy', 'AttachUserPolicy', {}, false],
    ['another policy', 'DetachUserPolicy', { 'iam:PolicyARN': ADMINISTRATOR }, false],
    ['our boundary', 'PutUserPermissionsBoundary', { [boundary]: ENFORCEMENT_CONFIG.denyBoundaryArn }, true],
    ['another boundary', 'PutUserPermissionsBoundary', { [boundary]: ADMINISTRATOR }, false],
    ['our boundary', 'DeleteUserPermissionsBoundary', { [boundary]: ENFORCEMENT_CONFIG.denyBoundaryArn }, true],
    ['another boundary', 'DeleteUserPermissionsBoundary', { [boundary]: CEILING }, false],
    ['a Bedrock API key', 'UpdateServiceSpecificCredential', { [service]: 'bedrock.amazonaws.com' }, true],
    ['another key', 'UpdateServiceSpecificCredential', { [service]: 'codecommit.amazonaws.com' }, false],
    ['an inline policy', 'PutUserPolicy', {}, false],
  ];
  for (const [what, name, context, expected] of userRequests) {
    it(`${expected ? 'allow' : 'do not allow'} ${name} of ${what}`, () => {
      const request = { action: `iam:${name}`, resource: ARNS.user, context };
      expect(isAllowed(statementsFor(ENFORCEMENT_CONFIG), request)).to.equal(expected);
    });
  }

  it('allow nothing with boundaries where the stack does not fall back to them', () => {
    const statements = statementsFor({ ...ENFORCEMENT_CONFIG, fallsBackToBoundary: false });
    expect(JSON.stringify(statements)).not.to.match(/Boundary/i);
  });

  it('end at the account', () => {
    const abroad = ARNS.user.replace('444455556666', '777788889999');
    expect(isAllowed(statementsFor(ENFORCEMENT_CONFIG), attach(abroad, ENFORCEMENT_CONFIG.denyPolicyArn))).to.equal(
      false,
    );
    expect(
      isAllowed(statementsFor(ENFORCEMENT_CONFIG), attach(`${IAM}:group/search`, ENFORCEMENT_CONFIG.denyPolicyArn)),
    ).to.equal(false);
  });

  it('look at the stack’s own roles, change none of them, and name none where there are none', async () => {
    const requests = (await callsBy(ENFORCEMENT_CONFIG)).map((sent) =>
      requestOf({ ...sent, principalArn: `${IAM}:role/budgeteer-test-monitor` }),
    );
    const isRead = ({ action }: IamRequest): boolean => /^iam:(Get|List|Simulate)/.test(action);
    const isOfUsers = ({ action }: IamRequest): boolean => action.includes('ServiceSpecificCredential');
    const reads = requests.filter((request) => isRead(request) && !isOfUsers(request));
    const changes = requests.filter((request) => !isRead(request));
    expect(new Set(reads.map(({ action }) => action)).size).to.equal(5);
    expect(new Set(changes.map(({ action }) => action)).size).to.equal(9);
    expect(reads.filter((request) => !isAllowed(statementsFor(ENFORCEMENT_CONFIG), request))).to.deep.equal([]);
    expect(changes.filter((request) => isAllowed(statementsFor(ENFORCEMENT_CONFIG), request))).to.deep.equal([]);
    const spared = statementsFor({ ...ENFORCEMENT_CONFIG, ownRoles: [] }).map(({ Effect }) => Effect);
    expect(spared).not.to.include('Deny');
  });

  it('let a function that only looks at access neither change it nor ask for decisions', async () => {
    const account = { partition: 'aws', accountId: '444455556666' };
    const allowed = accessReadStatements(ENFORCEMENT_CONFIG, account).flatMap(({ Action }) => Action);
    const { client, sent } = iamStandIn(accountOf(ENFORCEMENT_CONFIG), ENFORCEMENT_CONFIG.attachmentQuota);
    const reader = new AwsAccessReader(client, ENFORCEMENT_CONFIG);
    for (const holder of [NADIA, SUMMARISER]) expect(await reader.access(holder)).not.to.equal(undefined);
    expect([...allowed].sort()).to.deep.equal([...new Set(sent.map(({ name }) => `iam:${name}`))].sort());
  });

  it('name each action exactly, and principals of any partition', () => {
    const account = { partition: 'aws-us-gov', accountId: '444455556666' };
    const statements = [
      ...suspensionStatements(ENFORCEMENT_CONFIG, account),
      ...accessReadStatements(ENFORCEMENT_CONFIG, account),
    ];
    for (const { Effect, Action, Resource } of statements) {
      expect(Action.every((action) => /^iam:[A-Za-z]+$/.test(action))).to.equal(true);
      if (Effect === 'Allow') expect(Resource.join()).to.match(/^arn:aws-us-gov:iam::444455556666:(?:user|role)\/\*/);
    }
  });
});
