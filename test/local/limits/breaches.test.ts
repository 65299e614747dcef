import { expect } from 'chai';
import type { Plan, PlannedResource, PlanObject } from '../../../local/engine/plan.js';
import { Secret, Unknown } from '../../../local/engine/plan.js';
import { AWS_LIMITS } from '../../../local/limits/awsLimits.js';
import { breachesOf } from '../../../local/limits/breaches.js';

let next = 0;

function resource(type: string, inputs: PlanObject, custom = true): PlannedResource {
  next += 1;
  const name = `r${next}`;
  return {
    urn: `urn:${name}`,
    type: `aws:${type}`,
    name,
    parent: undefined,
    origin: 'declared',
    custom,
    remote: false,
    id: undefined,
    inputs,
    outputs: {},
    dependencies: [],
    propertyDependencies: {},
    provider: undefined,
    options: {
      protect: false,
      retainOnDelete: false,
      deleteBeforeReplace: false,
      ignoreChanges: [],
      additionalSecretOutputs: [],
      aliases: [],
    },
  };
}

/** Without the resources' made-up names. */
function breaches(...resources: readonly PlannedResource[]): readonly string[] {
  const plan: Plan = {
    project: 'p',
    stack: 's',
    mode: 'resolved',
    resources,
    outputs: {},
    diagnostics: [],
    notes: [],
  };
  return breachesOf(plan).map((line) => line.replace(/ r\d+: /, ' '));
}

const ROLE = 'iam/role:Role';
const FUNCTION = 'lambda/function:Function';
const PARAMETER = 'ssm/parameter:Parameter';
const ALARM = 'cloudwatch/metricAlarm:MetricAlarm';
const policy = (length: number): string => JSON.stringify({ a: 'x'.repeat(length - 8) });
const statements = (count: number): string => JSON.stringify({ Statement: Array.from({ length: count }, () => ({})) });
const many = <T>(count: number, value: T): readonly T[] => Array.from({ length: count }, () => value);
const board = (widgets: number, metrics: number): string =>
  JSON.stringify({ widgets: many(widgets, { properties: { metrics: many(metrics, []) } }) });
const environment = (size: number): PlanObject => ({ variables: { AB: 'x'.repeat(size - 2) } });
const named = (count: number, value = 'x'): PlanObject =>
  Object.fromEntries(Array.from({ length: count }, (_, index) => [`k${index}`, value]));

describe('breachesOf', () => {
  /** What fits, what is one more, and what is said of it. */
  const table: readonly (readonly [string, PlanObject, PlanObject, string])[] = [
    [ROLE, { name: 'r'.repeat(64) }, { name: 'r'.repeat(65) }, 'name: 65 characters; AWS takes 64'],
    [ROLE, { tags: named(50) }, { tags: named(51) }, 'tags: 51 entries; AWS takes 50'],
    [
      ROLE,
      { tags: named(1, 'é'.repeat(256)) },
      { tags: named(1, 'x'.repeat(257)) },
      'tags.*: 257 characters; AWS takes 256',
    ],
    [
      'iam/policy:Policy',
      { policy: ` ${policy(6144)}\n` },
      { policy: policy(6145) },
      'policy: 6,145 characters without white space; AWS takes 6,144',
    ],
    [
      'iam/rolePolicy:RolePolicy',
      { role: 'a', policy: policy(10_240) },
      { role: 'a', policy: policy(10_241) },
      'policy: 10,241 characters without white space; AWS takes 10,240',
    ],
    [
      FUNCTION,
      { environment: environment(4096) },
      { environment: environment(4097) },
      'environment.variables: 4,097 bytes of names and values; AWS takes 4,096',
    ],
    [FUNCTION, { timeout: 900 }, { timeout: 901 }, 'timeout: 901 units; AWS takes 900'],
    [
      PARAMETER,
      { insecureValue: 'x'.repeat(4096) },
      { insecureValue: 'é'.repeat(2049) },
      'aws:ssm/parameter:Parameter 4,098 bytes in the standard tier; AWS takes 4,096',
    ],
    [
      PARAMETER,
      { insecureValue: 'x'.repeat(8192), tier: 'Advanced' },
      { insecureValue: 'x'.repeat(8193), tier: 'Advanced' },
      'insecureValue: 8,193 bytes; AWS takes 8,192',
    ],
    [
      PARAMETER,
      { value: new Secret('x'.repeat(4096)) },
      { value: new Secret('x'.repeat(4097)) },
      'aws:ssm/parameter:Parameter 4,097 bytes in the standard tier; AWS takes 4,096',
    ],
    [
      'cloudwatch/eventRule:EventRule',
      { eventPattern: 'x'.repeat(2048) },
      { eventPattern: 'x'.repeat(2049) },
      'eventPattern: 2,049 characters; AWS takes 2,048',
    ],
    [
      'sqs/queuePolicy:QueuePolicy',
      { policy: statements(20) },
      { policy: statements(21) },
      'policy: 21 statements; AWS takes 20',
    ],
    [
      'sns/topicPolicy:TopicPolicy',
      { policy: policy(30_720) },
      { policy: policy(30_721) },
      'policy: 30,721 bytes; AWS takes 30,720',
    ],
    [
      ALARM,
      { alarmDescription: 'é'.repeat(1024) },
      { alarmDescription: 'é'.repeat(1025) },
      'alarmDescription: 1,025 char',
    ],
    [
      ALARM,
      { name: 'a', metricQueries: [...many(10, { metric: {} }), { expression: 'x' }] },
      { name: 'a', metricQueries: many(11, { metric: {} }) },
      'metricQueries.*.metric: 11 of them; AWS takes 10',
    ],
    [
      ALARM,
      { period: 3600, evaluationPeriods: 24 },
      { period: 3600, evaluationPeriods: 25 },
      'aws:cloudwatch/metricAlarm:MetricAlarm 90,000 seconds evaluated; AWS takes 86,400',
    ],
    [
      'cloudwatch/dashboard:Dashboard',
      { dashboardBody: board(500, 5) },
      { dashboardBody: board(501, 0) },
      'dashboardBody: 501 widgets; AWS takes 500',
    ],
    [
      'cloudwatch/dashboard:Dashboard',
      { dashboardBody: board(1, 500) },
      { dashboardBody: board(1, 501) },
      'dashboardBody: 501 metrics in a widget; AWS takes 500',
    ],
    [
      'cloudwatch/dashboard:Dashboard',
      { dashboardBody: board(25, 100) },
      { dashboardBody: board(26, 100) },
      'dashboardBody: 2,600 metrics in all; AWS takes 2,500',
    ],
    ['s3/bucket:Bucket', { bucket: 'b'.repeat(63) }, { bucket: 'b'.repeat(64) }, 'bucket: 64 characters; AWS takes 63'],
    ['s3/bucket:Bucket', { bucket: 'a-b.c1' }, { bucket: 'A-b' }, 'bucket: "A-b" is not of the form /'],
    [
      FUNCTION,
      { environment: { variables: { A_1: 'x' } } },
      { environment: { variables: { '1A': 'x' } } },
      'environment.variables.~: "1A" is not',
    ],
    [
      'sfn/stateMachine:StateMachine',
      { definition: 'x'.repeat(1_048_576) },
      { definition: 'x'.repeat(1_048_577) },
      'definition: 1,048,577 bytes; AWS takes 1,048,576',
    ],
  ];
  for (const [type, fits, breaks, line] of table) {
    it(`says of ${type}: ${line}`, () => {
      expect(breaches(resource(type, fits))).to.deep.equal([]);
      const [found, ...more] = breaches(resource(type, breaks));
      expect(found)
        .to.contain(line)
        .and.match(/ \([^()]+\)$/);
      expect(more).to.deep.equal([]);
    });
  }

  it('adds up the inline policies of a role, and the targets of a rule in a Region', () => {
    const half = { role: 'a', policy: policy(5200) };
    const other = { role: 'b', policy: policy(5200) };
    const inline = (inputs: PlanObject): PlannedResource => resource('iam/rolePolicy:RolePolicy', inputs);
    expect(breaches(inline(half), inline(other))).to.deep.equal([]);
    expect(breaches(inline(half), inline(half))).to.have.length(1);
    const target = (region: string): PlannedResource =>
      resource('cloudwatch/eventTarget:EventTarget', { rule: 'r', region, arn: 'x' });
    const five = Array.from({ length: 5 }, () => target('eu-west-1'));
    expect(breaches(...five, target('us-east-1'))).to.deep.equal([]);
    expect(breaches(...five, target('eu-west-1'))).to.have.length(1);
  });

  it('says nothing of what it does not know, and of components', () => {
    expect(breaches(resource(ROLE, { name: new Unknown(), assumeRolePolicy: new Unknown() }))).to.deep.equal([]);
    expect(breaches(resource('iam/policy:Policy', { policy: new Unknown(), tags: new Unknown() }))).to.deep.equal([]);
    expect(breaches(resource(ROLE, { name: 'r'.repeat(65) }, false))).to.deep.equal([]);
    expect(breaches(resource('ec2/unheard:Of', { name: 'r'.repeat(999) }))).to.deep.equal([]);
  });

  it('has a source for every limit', () => {
    for (const [type, { limits, forms }] of Object.entries(AWS_LIMITS)) {
      expect([...limits, ...forms], type).to.not.deep.equal([]);
      for (const { source } of [...limits, ...forms]) expect(source, type).to.match(/^[A-Z].*, [A-Za-z]/);
    }
  });
});
