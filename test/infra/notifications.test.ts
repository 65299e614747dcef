import { expect } from 'chai';
import { isObject, stringAt } from '../../domain/json.js';

import { readChannels } from '../../handlers/notifications/readChannels.js';
import { NOTIFIED_TYPES } from '../../handlers/contracts/events.js';
import { TOPICS } from '../../handlers/contracts/topics.js';
import type { PlannedResource } from '../../local/engine/plan.js';
import { type CompiledPattern, compilePattern, matches } from '../../local/events/eventPattern.js';
import { allows, StackGraph, statementsIn } from './stackGraph.js';

const ACCOUNT = '444455556666';

/** What the stacks' configuration files say. */
const SUBSCRIPTIONS: Readonly<Record<string, readonly string[]>> = {
  dev: [],
  prod: ['budget-alerts email finops@example.com', 'operational-alerts email finops@example.com'],
};

for (const [stack, home, regions] of [
  ['dev', 'us-east-1', ['us-east-1']],
  ['prod', 'eu-west-1', ['eu-west-1', 'us-east-1']],
] as const) {
  describe(`the notifications of stack ${stack}`, () => {
    let graph: StackGraph;
    before(async () => {
      graph = await StackGraph.of(stack);
    });
    const prefix = `bedrock-budgeteer-${stack}-`;
    const topicArns = TOPICS.map((topic) => `arn:aws:sns:${home}:${ACCOUNT}:${prefix}${topic}`);
    const notifier = (): PlannedResource => {
      const [found] = graph
        .all('lambda/function:Function')
        .filter((fn) => graph.text(fn, 'name') === `${prefix}notifier`);
      if (found === undefined) throw new Error('no notifier');
      return found;
    };

    it('have the three topics, which take what comes by TLS, from alarms of this stack and from the notifier', () => {
      const topics = graph.all('sns/topic:Topic');
      expect(topics.map((topic) => graph.text(topic, 'arn'))).to.have.members(topicArns);
      const own = graph.statementsOf(graph.roleOfArn(graph.text(notifier(), 'role')));
      for (const arn of topicArns) {
        const [policy] = graph.all('sns/topicPolicy:TopicPolicy').filter((one) => graph.text(one, 'arn') === arn);
        if (policy === undefined) throw new Error(`no policy of ${arn}`);
        const [tls, alarms, ...others] = statementsIn(graph.text(policy, 'policy'));
        expect(others).to.deep.equal([]);
        expect(tls).to.deep.include({ Effect: 'Deny', Principal: '*', Action: ['sns:Publish'], Resource: [arn] });
        expect(alarms).to.deep.include({
          Principal: { Service: 'cloudwatch.amazonaws.com' },
          Action: ['sns:Publish'],
          Condition: {
            StringEquals: { 'aws:SourceAccount': [ACCOUNT] },
            ArnLike: { 'aws:SourceArn': [`arn:aws:cloudwatch:${home}:${ACCOUNT}:alarm:${prefix}*`] },
          },
        });
        expect(allows(own, 'sns:Publish', arn)).to.equal(true);
      }
    });

    it('let alarms and the notifier use the key of the topics', () => {
      const policies = graph.all('kms/key:Key').map((key) => statementsIn(graph.text(key, 'policy')));
      for (const statements of policies) {
        const alarms = statements.find(
          ({ Principal }) => JSON.stringify(Principal) === '{"Service":"cloudwatch.amazonaws.com"}',
        );
        expect(alarms?.Action).to.deep.equal(['kms:Decrypt', 'kms:GenerateDataKey*']);
        expect(JSON.stringify(statements)).to.match(/"sns\.[a-z0-9-]+\.amazonaws\.com"/);
      }
    });

    it('reach the notifier for each event that people are told of, and for no other', () => {
      const patterns = rulesCalling(graph, `${prefix}notifier`);
      const reaches = (event: object): boolean => patterns.some((pattern) => matches(pattern, event));
      for (const type of NOTIFIED_TYPES) expect(reaches(ownEvent(type)), type).to.equal(true);
      for (const type of ['BudgetOpened', 'SuspensionStarted', 'EventNobodyKnows']) {
        expect(reaches(ownEvent(type)), type).to.equal(false);
      }
      expect(reaches(alarmEvent(home, `${prefix}x`))).to.equal(true);
      const schedules = graph
        .all('cloudwatch/eventRule:EventRule')
        .filter(({ name, inputs }) => name.includes('notify') && inputs['scheduleExpression'] !== undefined);
      expect(schedules.map((rule) => graph.text(rule, 'scheduleExpression'))).to.deep.equal(['rate(5 minutes)']);
    });

    it('bring the alarms of this stack to its bus from every Region that has some, and nobody else’s', () => {
      for (const region of regions) {
        const patterns = graph
          .all('cloudwatch/eventRule:EventRule')
          .filter(
            (rule) => graph.text(rule, 'region') === region && graph.text(rule, 'name') === `${prefix}forward-alarms`,
          )
          .map((rule) => compilePattern(JSON.parse(graph.text(rule, 'eventPattern'))));
        expect(patterns).to.have.length(1);
        const forwards = (event: object): boolean => patterns.some((pattern) => matches(pattern, event));
        expect(forwards(alarmEvent(region, `${prefix}quarantine`))).to.equal(true);
        expect(forwards(alarmEvent(region, 'somebody-elses'))).to.equal(false);
        expect(forwards(alarmEvent(region, `bedrock-budgeteer-${stack}2-quarantine`))).to.equal(false);
      }
    });

    it('hand the configured channels over, secrets by their places, which the notifier alone may read', () => {
      const environment = notifier().inputs['environment'];
      const variables = isObject(environment) ? environment['variables'] : undefined;
      const channels = readChannels(stringAt(variables, 'CHANNELS') ?? '');
      expect(channels.map(({ type }) => type)).to.deep.equal(stack === 'dev' ? [] : ['pagerduty', 'webhook']);
      for (const fn of graph.all('lambda/function:Function')) {
        const statements = graph.statementsOf(graph.roleOfArn(graph.text(fn, 'role')));
        const mayRead = channels.map(({ secret }) =>
          allows(statements, 'ssm:GetParameter', `arn:aws:ssm:${home}:${ACCOUNT}:parameter${secret}`),
        );
        expect(new Set(mayRead).size).to.be.at.most(1);
        expect(mayRead.every(Boolean), graph.text(fn, 'name')).to.equal(fn === notifier() || channels.length === 0);
      }
    });

    it('subscribe whom the configuration names, and create nothing for other channels', () => {
      const subscribed = graph
        .all('sns/topicSubscription:TopicSubscription')
        .map((one) =>
          [graph.text(one, 'topic').split(prefix)[1], graph.text(one, 'protocol'), graph.text(one, 'endpoint')].join(
            ' ',
          ),
        );
      expect(subscribed).to.have.members(SUBSCRIPTIONS[stack] ?? []);
      const slack = graph.all('chatbot/slackChannelConfiguration:SlackChannelConfiguration');
      expect(slack).to.have.length(stack === 'prod' ? 1 : 0);
      for (const channel of slack) {
        expect(channel.inputs['snsTopicArns']).to.deep.equal(topicArns);
        expect(channel.inputs['guardrailPolicyArns']).to.deep.equal([
          'arn:aws:iam::aws:policy/CloudWatchReadOnlyAccess',
        ]);
        const role = graph.roleOfArn(graph.text(channel, 'iamRoleArn'));
        const actions = graph.statementsOf(role).flatMap(({ Action }) => Action);
        for (const action of actions) expect(action).to.match(/^cloudwatch:(?:Get|List|Describe)/);
      }
    });
  });
}

function rulesCalling(graph: StackGraph, functionName: string): readonly CompiledPattern[] {
  const targets = graph
    .all('cloudwatch/eventTarget:EventTarget')
    .filter((target) => graph.text(target, 'arn').endsWith(`:${functionName}`));
  const rules = targets.map((target) => graph.text(target, 'rule'));
  return graph
    .all('cloudwatch/eventRule:EventRule')
    .filter((rule) => rules.includes(graph.text(rule, 'name')) && rule.inputs['eventPattern'] !== undefined)
    .map((rule) => compilePattern(JSON.parse(graph.text(rule, 'eventPattern'))));
}

function ownEvent(type: string): object {
  return { source: 'bedrock-budgeteer', 'detail-type': type, detail: { type } };
}

function alarmEvent(region: string, name: string): object {
  return {
    source: 'aws.cloudwatch',
    'detail-type': 'CloudWatch Alarm State Change',
    resources: [`arn:aws:cloudwatch:${region}:${ACCOUNT}:alarm:${name}`],
    detail: { alarmName: name },
  };
}
