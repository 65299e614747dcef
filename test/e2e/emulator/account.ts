import { GetItemCommand, ScanCommand } from '@aws-sdk/client-dynamodb';
import {
  AttachUserPolicyCommand,
  CreateUserCommand,
  ListAttachedUserPoliciesCommand,
  SimulatePrincipalPolicyCommand,
} from '@aws-sdk/client-iam';
import { ListExecutionsCommand } from '@aws-sdk/client-sfn';
import { SubscribeCommand } from '@aws-sdk/client-sns';
import { CreateQueueCommand, GetQueueAttributesCommand, ReceiveMessageCommand } from '@aws-sdk/client-sqs';
import { PutParameterCommand } from '@aws-sdk/client-ssm';
import { invocationRecord, type MadeUpCall } from '../../../local/world/logs/invocationRecord.js';
import { subscriptionEvent } from '../../../examples/subscriptionEvent.js';
import { textAt, type Aws, type Json } from './aws.js';

/** What people do in the account, and what they see there. */
export class Account {
  readonly #aws: Aws;

  constructor(aws: Aws) {
    this.#aws = aws;
  }

  /** Answers the user's ARN. */
  async createUser(UserName: string, policyArns: readonly string[]): Promise<string> {
    const { iam } = this.#aws;
    const answer = await iam.send(new CreateUserCommand({ UserName }));
    for (const PolicyArn of policyArns) await iam.send(new AttachUserPolicyCommand({ UserName, PolicyArn }));
    return textAt(answer, 'User', 'Arn');
  }

  async policiesOf(UserName: string): Promise<readonly string[]> {
    const { AttachedPolicies = [] } = await this.#aws.iam.send(new ListAttachedUserPoliciesCommand({ UserName }));
    return AttachedPolicies.map(({ PolicyArn = '' }) => PolicyArn).sort();
  }

  /** `allowed`, or how IAM refuses. */
  async decisionOn(action: string, principalArn: string): Promise<string | undefined> {
    const command = new SimulatePrincipalPolicyCommand({ PolicySourceArn: principalArn, ActionNames: [action] });
    const { EvaluationResults = [] } = await this.#aws.iam.send(command);
    return EvaluationResults[0]?.EvalDecision;
  }

  async changeSetting(path: string, name: string, value: string): Promise<void> {
    const command = new PutParameterCommand({ Name: `${path}${name}`, Value: value, Type: 'String', Overwrite: true });
    await this.#aws.ssm.send(command);
  }

  /** Gives the delivery stream what the log group's subscription would. */
  async deliver(deliveryStream: string, calls: readonly MadeUpCall[]): Promise<void> {
    const messages = calls.map((call) => JSON.stringify(invocationRecord(call)));
    const { records } = subscriptionEvent([messages], Date.now());
    const Records = records.map(({ data }) => ({ Data: data }));
    await this.#aws.json('firehose', 'PutRecordBatch', { DeliveryStreamName: deliveryStream, Records });
  }

  /** The answer of a function; throws if it failed. */
  async invoke(name: string, event: Json): Promise<Json> {
    const answer = await this.#aws.lambda('POST', `/2015-03-31/functions/${name}/invocations`, event);
    if ('errorMessage' in answer) throw new Error(`${name}: ${JSON.stringify(answer)}`);
    return answer;
  }

  /** A column of a budget's row, as text. */
  async budgetOf(TableName: string, principalId: string, column: string): Promise<string | undefined> {
    const Key = { principal_id: { S: principalId } };
    const { Item } = await this.#aws.dynamoDb.send(new GetItemCommand({ TableName, Key, ConsistentRead: true }));
    const value = Item?.[column];
    return value?.S ?? value?.N;
  }

  /** The values of a text column. */
  async column(TableName: string, name: string): Promise<readonly string[]> {
    const { Items = [] } = await this.#aws.dynamoDb.send(new ScanCommand({ TableName }));
    return Items.flatMap(({ [name]: value }) => (value?.S === undefined ? [] : [value.S]));
  }

  async executions(stateMachineArn: string): Promise<readonly string[]> {
    const { executions = [] } = await this.#aws.stepFunctions.send(new ListExecutionsCommand({ stateMachineArn }));
    return executions.map(({ status = '' }) => status);
  }

  async messagesIn(QueueUrl: string): Promise<readonly string[]> {
    const { Messages = [] } = await this.#aws.sqs.send(
      new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10, VisibilityTimeout: 0 }),
    );
    return Messages.map(({ Body = '' }) => Body);
  }

  /** Subscribes a new queue to topics, and answers its URL. */
  async listenTo(topicArns: readonly string[]): Promise<string> {
    const { sqs, sns } = this.#aws;
    const QueueUrl = textAt(await sqs.send(new CreateQueueCommand({ QueueName: 'inbox' })), 'QueueUrl');
    const asked = new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['QueueArn'] });
    const Endpoint = textAt(await sqs.send(asked), 'Attributes', 'QueueArn');
    for (const TopicArn of topicArns) await sns.send(new SubscribeCommand({ TopicArn, Protocol: 'sqs', Endpoint }));
    return QueueUrl;
  }
}
