import { expect } from 'chai';
import { AwsAccess } from '../../../cli/inventory/awsAccess.js';
import { VirtualClock } from '../../../local/memory/virtualClock.js';
import { rejectionOf } from '../../rejection.js';
import { iamAnswering } from '../iamAnswering.js';

const IAM = 'arn:aws:iam::444455556666';
const MODELS = `${IAM}:policy/models`;
const FULL = 'arn:aws:iam::aws:policy/AmazonBedrockFullAccess';
const ALLOW = '{"Statement":[{"Effect":"Allow","Action":"bedrock:*","Resource":"*"}]}';
const OTHER = '{"Statement":[{"Effect":"Allow","Action":"s3:*","Resource":"*"}]}';
const ENCODED = encodeURIComponent(ALLOW);

/** Two pages: whoever holds a policy comes before the policy. */
const PAGES = [
  {
    UserDetailList: [
      {
        UserName: 'alice',
        Arn: `${IAM}:user/teams/alice`,
        GroupList: ['data'],
        AttachedManagedPolicies: [{ PolicyName: 'models', PolicyArn: MODELS }],
        UserPolicyList: [{ PolicyName: 'own', PolicyDocument: encodeURIComponent(OTHER) }],
        PermissionsBoundary: { PermissionsBoundaryArn: `${IAM}:policy/bounds` },
      },
    ],
    IsTruncated: true,
    Marker: '2',
  },
  {
    RoleDetailList: [
      {
        RoleName: 'summariser',
        Arn: `${IAM}:role/etl/summariser`,
        RolePolicyList: [{ PolicyName: 'broken', PolicyDocument: '100%' }],
      },
    ],
    GroupDetailList: [
      {
        GroupName: 'data',
        AttachedManagedPolicies: [{ PolicyName: 'AmazonBedrockFullAccess', PolicyArn: FULL }],
        GroupPolicyList: [{ PolicyName: 'shared', PolicyDocument: ENCODED }],
      },
    ],
    Policies: [
      {
        Arn: MODELS,
        PolicyVersionList: [
          { Document: encodeURIComponent(OTHER), IsDefaultVersion: false },
          { Document: ENCODED, IsDefaultVersion: true },
        ],
      },
      { Arn: `${IAM}:policy/bounds`, PolicyVersionList: [{ Document: ENCODED, IsDefaultVersion: true }] },
    ],
  },
];

const DETAILS = {
  GetAccountAuthorizationDetails: ({ Marker }: Readonly<Record<string, unknown>>) => PAGES[Marker === '2' ? 1 : 0],
  GetPolicy: () => ({ Policy: { DefaultVersionId: 'v1' } }),
  GetPolicyVersion: () => ({ PolicyVersion: { Document: ENCODED } }),
};

describe('AwsAccess', () => {
  it('has of each user and role every policy, inline, managed and by its groups', async () => {
    const { client, sent } = iamAnswering(DETAILS);
    expect(await new AwsAccess(client, new VirtualClock(0)).entities()).to.deep.equal([
      {
        holder: { type: 'user', name: 'alice' },
        arn: `${IAM}:user/teams/alice`,
        policies: [
          { name: 'models', document: ALLOW },
          { name: 'own (inline)', document: OTHER },
          { name: 'AmazonBedrockFullAccess (group data)', document: ALLOW },
          { name: 'shared (inline, group data)', document: ALLOW },
        ],
        boundary: { name: 'bounds', document: ALLOW },
      },
      {
        holder: { type: 'role', name: 'summariser' },
        arn: `${IAM}:role/etl/summariser`,
        policies: [{ name: 'broken (inline)', document: '100%' }],
        boundary: undefined,
      },
    ]);
    const looked = sent.filter(([name]) => name === 'GetPolicy').map(([, { PolicyArn }]) => PolicyArn);
    expect(looked).to.deep.equal([FULL]);
  });

  it('asks for the last use of Bedrock, until the report is there', async () => {
    let looks = 0;
    const { client, sent } = iamAnswering({
      GenerateServiceLastAccessedDetails: ({ Arn }) => ({ JobId: Arn }),
      GetServiceLastAccessedDetails: ({ JobId, Marker }) => {
        if ((looks += 1) === 1) return { JobStatus: 'IN_PROGRESS' };
        if (JobId === 'never')
          return { JobStatus: 'COMPLETED', ServicesLastAccessed: [{ ServiceNamespace: 'bedrock' }] };
        return Marker === undefined
          ? {
              JobStatus: 'COMPLETED',
              ServicesLastAccessed: [
                { ServiceNamespace: 's3', LastAuthenticated: new Date(9000) },
                { ServiceNamespace: 'bedrock', LastAuthenticated: new Date(3000) },
              ],
              IsTruncated: true,
              Marker: '2',
            }
          : {
              JobStatus: 'COMPLETED',
              ServicesLastAccessed: [{ ServiceNamespace: 'bedrock-mantle', LastAuthenticated: new Date(5000) }],
            };
      },
    });
    const clock = new VirtualClock(0);
    const counts: number[] = [];
    const used = await new AwsAccess(client, clock).lastUsed(['used', 'never'], (count) => counts.push(count));
    expect([...used]).to.deep.equal([['used', 5000]]);
    expect([counts, clock.now()]).to.deep.equal([[1, 2], 1000]);
    expect(sent[0]).to.deep.equal([
      'GenerateServiceLastAccessedDetails',
      { Arn: 'used', Granularity: 'SERVICE_LEVEL' },
    ]);
  });

  for (const [status, words] of [
    ['FAILED', 'IAM could not say'],
    ['IN_PROGRESS', 'IAM takes too long'],
  ] as const) {
    it(`says how to go on without the last use if the report stays ${status}`, async () => {
      const { client } = iamAnswering({
        GenerateServiceLastAccessedDetails: () => ({ JobId: 'x' }),
        GetServiceLastAccessedDetails: () => ({ JobStatus: status }),
      });
      const asking = new AwsAccess(client, new VirtualClock(0)).lastUsed(['arn'], () => undefined);
      expect((await rejectionOf(asking)).message).to.match(new RegExp(`^arn: ${words} .*; --no-last-used`));
    });
  }
});
