import { expect } from 'chai';
import type { Deployment } from '../../infra/deployment.js';
import { loggingFindings, type LoggingFindings } from '../../infra/loggingInUse.js';
import type { StackConfig } from '../../infra/stackConfig.js';

const IDENTITY = { stack: 'dev', partition: 'aws', accountId: '444455556666', homeRegion: 'us-east-1' };
const OWN = '/aws/bedrock/bedrock-budgeteer-dev-invocations';
const PROD = '/aws/bedrock/bedrock-budgeteer-prod-invocations';
const OTHERS = '/aws/bedrock/invocations';
const MANAGED: Deployment = {
  ...IDENTITY,
  regions: ['us-east-1'],
  protectedRegions: [],
  logging: 'manage',
  protectsTrail: false,
};

interface Row {
  readonly logging: 'manage' | 'replace' | 'handover' | { readonly adopts: string };
  readonly inUse: string | undefined;
  readonly before?: Deployment;
  readonly refusal?: string;
  readonly warning?: string;
}

const IN = 'invocationLogging: Bedrock in us-east-1';
const UNMETERED = 'so nothing is metered there';
const DO = 'set adopt and that log group, or replace to take its place';
const TWICE = 'both stacks charge and suspend the same people';
const OF_PROD = `${PROD}, the log of stack prod`;

const TABLE: readonly Row[] = [
  { logging: 'manage', inUse: undefined },
  { logging: 'manage', inUse: OWN },
  { logging: 'manage', inUse: OTHERS, refusal: `${IN} logs to ${OTHERS}; ${DO}` },
  { logging: 'manage', inUse: 's3://logs', refusal: `${IN} logs to s3://logs; ${DO}` },
  { logging: 'manage', inUse: PROD, refusal: `${IN} logs to ${OF_PROD}; ${DO}` },
  {
    logging: 'manage',
    inUse: OTHERS,
    before: { ...MANAGED, regions: ['eu-west-1'] },
    refusal: `${IN} logs to ${OTHERS}; ${DO}`,
  },
  {
    logging: 'manage',
    inUse: OTHERS,
    before: { ...MANAGED, logging: 'adopt' },
    refusal: `${IN} logs to ${OTHERS}; ${DO}`,
  },
  {
    logging: 'manage',
    inUse: OTHERS,
    before: MANAGED,
    warning: `${IN} logs to ${OTHERS}, not to ${OWN}, ${UNMETERED}`,
  },
  { logging: 'replace', inUse: OTHERS, warning: `${IN} logs to ${OTHERS}, which is replaced` },
  { logging: 'replace', inUse: undefined },
  { logging: 'handover', inUse: OWN, before: MANAGED },
  { logging: { adopts: OTHERS }, inUse: OTHERS },
  { logging: { adopts: OTHERS }, inUse: undefined, warning: `${IN} logs nothing, ${UNMETERED}` },
  {
    logging: { adopts: OTHERS },
    inUse: 's3://logs',
    warning: `${IN} logs to s3://logs, not to ${OTHERS}, ${UNMETERED}`,
  },
  { logging: { adopts: OWN }, inUse: OWN },
  { logging: { adopts: PROD }, inUse: PROD, warning: `invocationLogGroup: ${OF_PROD}: ${TWICE}` },
];

function findings(
  { logging, before }: Pick<Row, 'logging' | 'before'>,
  read: (region: string) => Promise<string | undefined>,
  regions = ['us-east-1'],
): Promise<LoggingFindings> {
  const config: Pick<StackConfig, 'regions' | 'logging'> = {
    regions,
    logging:
      typeof logging === 'string' ? { mode: logging, logsBodies: true } : { mode: 'adopt', logGroup: logging.adopts },
  };
  return loggingFindings({ config, identity: IDENTITY, before, read });
}

describe('loggingFindings', () => {
  for (const row of TABLE) {
    const mode = typeof row.logging === 'string' ? row.logging : `adopt ${row.logging.adopts}`;
    const then = row.before === undefined ? '' : `, after ${row.before.logging} in ${row.before.regions.join()}`;
    it(`answers ${mode} where Bedrock logs to ${row.inUse ?? 'nothing'}${then}`, async () => {
      const { refusals, warnings } = await findings(row, () => Promise.resolve(row.inUse));
      expect(refusals).to.deep.equal(row.refusal === undefined ? [] : [row.refusal]);
      expect(warnings).to.deep.equal(row.warning === undefined ? [] : [row.warning]);
    });
  }

  it('says in one line where it could not look, and refuses what it saw', async () => {
    const read = (region: string): Promise<string> =>
      region === 'eu-west-1' ? Promise.resolve(OTHERS) : Promise.reject(new Error('no credentials'));
    const { refusals, warnings } = await findings({ logging: 'manage' }, read, ['us-east-1', 'eu-west-1', 'us-west-2']);
    expect(refusals).to.have.length(1);
    expect(warnings).to.deep.equal([
      'invocationLogging: what Bedrock logs to in us-east-1, us-west-2 was not looked at: no credentials',
    ]);
  });
});
