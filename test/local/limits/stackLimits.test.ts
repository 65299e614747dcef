import { Region } from '@pulumi/aws';
import { expect } from 'chai';
import type { Plan } from '../../../local/engine/plan.js';
import { AWS_LIMITS, WITHOUT_LIMITS } from '../../../local/limits/awsLimits.js';
import { breachesOf } from '../../../local/limits/breaches.js';
import { MAX_DETACHED_CHARACTERS } from '../../../infra/config/detachedPolicies.js';
import { planWith } from '../../infra/planWith.js';
import { StackGraph } from '../../infra/stackGraph.js';

const HOME = 'ap-southeast-5';
/** The network has no resources of ours but the group and the endpoints. */
const IMPLIED = /^aws:ec2\//;

function settings(given: Readonly<Record<string, unknown>>): string {
  const own = Object.entries(given).map(([name, value]) => `  bedrock-budgeteer:${name}: ${JSON.stringify(value)}\n`);
  return `  aws:region: ${HOME}\n${own.join('')}`;
}

/** ARNs of together as many characters as there may be. */
function detached(): readonly string[] {
  const prefix = 'arn:aws:iam::444455556666:policy/';
  const names = [128, 128, 128, 128, 128, 128, 128, 128, 128, 128, 128, 128, 128, 128].map(
    (length, index) => `${prefix}${String(index).padStart(2, '0')}${'p'.repeat(length - 2)}`,
  );
  const all = names.join(',');
  return all.slice(0, MAX_DETACHED_CHARACTERS).split(',');
}

/** Every switch on, and every text as long as it may be. */
const LARGEST = {
  regions: [HOME, ...Object.values(Region).filter((name) => name !== HOME && !name.startsWith('cn-'))].slice(0, 20),
  invocationLogging: 'adopt',
  invocationLogGroup: `/${'l'.repeat(511)}`,
  trail: 'create',
  auditModelCalls: true,
  detachPolicies: detached(),
  deactivateApiKeys: true,
  attachmentQuota: 20,
  reserveConcurrency: true,
  deletionProtection: true,
  monitoring: 'full',
  runbookUrl: `https://${'r'.repeat(292)}`,
  protectedPrincipals: `${'arn:aws:iam::444455556666:user/break-glass-operator-x,'.repeat(151)}arn:aws:iam::444455556666:user/on-call`,
  channels: [
    ...Array.from({ length: 10 }, (_, index) => ({ type: 'email', address: `${index}@${'e'.repeat(250)}` })),
    { type: 'sms', number: '+155555501001234' },
    { type: 'slack', workspaceId: `T${'0'.repeat(20)}`, channelId: `C${'0'.repeat(20)}` },
    ...Array.from({ length: 6 }, (_, index) => ({
      type: 'webhook',
      name: `${'w'.repeat(29)}${index}`,
      secret: `/${'s'.repeat(100)}`,
      url: `https://${'h'.repeat(100)}`,
      receives: ['budget-alerts'],
    })),
  ],
};

describe('AWS’s limits', function () {
  this.timeout(900_000);
  const unlisted = ({ resources }: Plan): readonly string[] => {
    const types = new Set(
      resources.filter(({ custom, origin }) => custom && origin === 'declared').map(({ type }) => type),
    );
    const known = [...Object.keys(AWS_LIMITS), ...WITHOUT_LIMITS];
    return [...types].filter((type) => type.startsWith('aws:') && !known.includes(type) && !IMPLIED.test(type));
  };

  for (const stack of ['dev', 'prod']) {
    it(`hold for every resource of ${stack}, and every type has some`, async () => {
      const { plan } = await StackGraph.of(stack);
      expect(breachesOf(plan)).to.deep.equal([]);
      expect(unlisted(plan)).to.deep.equal([]);
    });
  }

  it('hold with the longest name of a stack, 20 Regions and the longest settings', async () => {
    const plan = await planWith(settings(LARGEST), 'resolved', 'a'.repeat(10));
    expect(breachesOf(plan)).to.deep.equal([]);
    expect(unlisted(plan)).to.deep.equal([]);
    expect(plan.resources).to.have.length.above(1000);
  });

  it('hold with a network and a log of the stack’s own', async () => {
    const plan = await planWith(
      settings({ network: true, invocationLogging: 'manage', trail: 'existing' }),
      'preview',
      'b'.repeat(10),
    );
    expect(breachesOf(plan)).to.deep.equal([]);
    expect(unlisted(plan)).to.deep.equal([]);
  });
});
