import { expect } from 'chai';
import { StackGraph } from './stackGraph.js';

const HOME = 'us-east-1';
const ACCOUNT = '444455556666';
const TABLES = `arn:aws:dynamodb:${HOME}:${ACCOUNT}:table/bedrock-budgeteer-dev`;
const BUCKET = `bedrock-budgeteer-dev-logs-${ACCOUNT}-${HOME}`;
const FAILURES = `arn:aws:sqs:${HOME}:${ACCOUNT}:bedrock-budgeteer-dev-failures`;
const LOGS = `arn:aws:logs:${HOME}:${ACCOUNT}:log-group:/aws/lambda/bedrock-budgeteer-dev-report-writer:log-stream:*`;
const PARAMETERS = `arn:aws:ssm:${HOME}:${ACCOUNT}:parameter/bedrock-budgeteer/dev`;

function named({ plan }: StackGraph): readonly string[] {
  return plan.resources.map(({ name }) => name).filter((name) => /report-writer|reportWriter|daily-report/.test(name));
}

function alarmsOf(graph: StackGraph): readonly string[] {
  const names = graph.all('cloudwatch/metricAlarm:MetricAlarm').map((alarm) => graph.text(alarm, 'name'));
  return names.filter((name) => name.includes('report-writer'));
}

describe('the daily page of a stack', () => {
  it('is off by default: no function, no rule, no alarm', async () => {
    const graph = await StackGraph.of('dev');
    expect([named(graph), alarmsOf(graph), graph.plan.outputs['dailyReport']]).to.deep.equal([[], [], 'off']);
    expect(JSON.stringify(graph.all('cloudwatch/dashboard:Dashboard'))).not.to.contain('report-writer');
  });

  describe('switched on', () => {
    let graph: StackGraph;
    before(async () => {
      graph = await StackGraph.of('dev', 'resolved', { dailyReport: 'on', monitoring: 'full' });
    });
    const named = (type: string, end: string): (typeof graph.plan.resources)[number] => {
      const [found] = graph.all(type).filter((one) => graph.text(one, 'name').endsWith(end));
      if (found === undefined) throw new Error(`no ${type} ${end}`);
      return found;
    };

    it('is written at 01:30 UTC, and what fails for good is kept', () => {
      const writer = named('lambda/function:Function', '-report-writer');
      const rule = named('cloudwatch/eventRule:EventRule', '-daily-report');
      expect(graph.text(rule, 'scheduleExpression')).to.equal('cron(30 1 * * ? *)');
      const [target] = graph
        .all('cloudwatch/eventTarget:EventTarget')
        .filter((one) => graph.text(one, 'rule') === graph.text(rule, 'name'));
      expect(target?.inputs).to.deep.include({ arn: writer.outputs['arn'], deadLetterConfig: { arn: FAILURES } });
      const [onFailure] = graph
        .all('lambda/functionEventInvokeConfig:FunctionEventInvokeConfig')
        .filter((one) => graph.text(one, 'functionName').endsWith('-report-writer'));
      expect(onFailure?.inputs['destinationConfig']).to.deep.equal({ onFailure: { destination: FAILURES } });
      expect(alarmsOf(graph)).to.have.length(2);
      expect(JSON.stringify(graph.all('cloudwatch/dashboard:Dashboard'))).to.contain('report-writer');
    });

    it('reads rows, and writes below reports/ alone', () => {
      const writer = named('lambda/function:Function', '-report-writer');
      const statements = graph.statementsOf(graph.roleOfArn(graph.text(writer, 'role')));
      const allowed = statements.map(({ Effect, Action, Resource }) => [Effect, Action, Resource]);
      expect(allowed).to.deep.equal([
        ['Allow', ['logs:CreateLogStream', 'logs:PutLogEvents'], [LOGS]],
        ['Allow', ['ssm:GetParametersByPath'], [PARAMETERS, `${PARAMETERS}/*`]],
        ['Allow', ['dynamodb:Scan'], [`${TABLES}-user-budgets`]],
        ['Allow', ['dynamodb:Query'], [`${TABLES}-usage-tracking`]],
        ['Allow', ['dynamodb:Query'], [`${TABLES}-audit-logs/index/event-day`]],
        ['Allow', ['s3:PutObject'], [`arn:aws:s3:::${BUCKET}/reports/*`]],
        ['Allow', ['sqs:SendMessage'], [FAILURES]],
      ]);
    });

    it('expires as the usage lines do', () => {
      const [lifecycle] = graph.all('s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration');
      const rules = lifecycle?.inputs['rules'] as readonly { id: string; filter: object; expiration: object }[];
      const daysOf = (id: string): object | undefined => rules.find((rule) => rule.id === id)?.expiration;
      expect(rules.find(({ id }) => id === 'expire-reports')?.filter).to.deep.equal({ prefix: 'reports/' });
      expect(daysOf('expire-reports')).to.deep.equal(daysOf('expire-usage')).and.not.to.equal(undefined);
    });

    it('is told by the stack', () => {
      expect(graph.plan.outputs['dailyReport']).to.equal(`s3://${BUCKET}/reports/latest.html`);
    });
  });

  it('goes to the first Region with a log bucket, where there is none at home', async () => {
    const graph = await StackGraph.of('dev', 'resolved', { dailyReport: 'on', regions: '["eu-west-1","us-west-2"]' });
    const bucket = `bedrock-budgeteer-dev-logs-${ACCOUNT}-eu-west-1`;
    expect(graph.plan.outputs['dailyReport']).to.equal(`s3://${bucket}/reports/latest.html`);
    const [writer] = graph
      .all('lambda/function:Function')
      .filter((one) => graph.text(one, 'name').endsWith('-report-writer'));
    expect(writer?.inputs).to.have.nested.property('environment.variables').that.deep.includes({
      REPORT_BUCKET: bucket,
      REPORT_REGION: 'eu-west-1',
    });
    const buckets = graph.all('s3/bucket:Bucket').map((one) => graph.text(one, 'bucket'));
    expect(buckets).to.include(bucket);
  });
});
