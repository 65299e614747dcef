import { CloudWatchLogsClient, ResourceNotFoundException as NoStream } from '@aws-sdk/client-cloudwatch-logs';
import { DynamoDBClient, ResourceNotFoundException as NoTable } from '@aws-sdk/client-dynamodb';
import { IAMClient, NoSuchEntityException } from '@aws-sdk/client-iam';
import { expect } from 'chai';
import sinon from 'sinon';
import { awsLooks } from '../../../cli/firstRun/awsLooks.js';
import { denyBoundaryDocument, denyPolicyDocument } from '../../../infra/denyPolicies.js';
import { rejectionOf } from '../../rejection.js';

type Input = Readonly<Record<string, unknown>>;
type Answer = (input: Input) => object;

const NONE = { message: 'none', $metadata: {} };

describe('awsLooks', () => {
  const looks = awsLooks('us-east-1');
  const sandbox = sinon.createSandbox();
  const sent: Input[] = [];

  /** What AWS answers, by the command. */
  function answering(answers: Readonly<Record<string, Answer>>): void {
    sent.length = 0;
    const send = (command: { readonly input: Input }): Promise<object> => {
      sent.push(command.input);
      const answer = answers[command.constructor.name.replace(/Command$/, '')];
      return new Promise((resolve) => {
        resolve((answer ?? fails(new TypeError('not expected')))(command.input));
      });
    };
    for (const { prototype } of [CloudWatchLogsClient, DynamoDBClient, IAMClient]) {
      Object.assign(sandbox.stub(prototype), { send });
    }
  }

  function fails(error: Error): Answer {
    return () => {
      throw error;
    };
  }

  afterEach(() => {
    sandbox.restore();
  });

  it('reads the end of the stream that Bedrock writes to', async () => {
    answering({ GetLogEvents: () => ({ events: [{ message: '{}', ingestionTime: 7 }] }) });
    expect(await looks.logEvents('eu-west-1', '/g')).to.deep.equal([{ message: '{}', ingestedAt: 7 }]);
    expect(sent).to.deep.equal([
      { logGroupName: '/g', logStreamName: 'aws/bedrock/modelinvocations', startFromHead: false },
    ]);
  });

  it('has no events where there is no stream yet, and hides no other error', async () => {
    answering({ GetLogEvents: fails(new NoStream(NONE)) });
    expect(await looks.logEvents('eu-west-1', '/g')).to.deep.equal([]);
    sandbox.restore();
    const throttled = Object.assign(new Error('slow down'), { name: 'ThrottlingException' });
    answering({ GetLogEvents: fails(throttled) });
    expect(await rejectionOf(looks.logEvents('eu-west-1', '/g'))).to.equal(throttled);
  });

  it('simulates each action by itself, with what would allow it', async () => {
    const invalid = Object.assign(new Error('no such action'), { name: 'InvalidInputException' });
    answering({
      SimulateCustomPolicy: ({ ActionNames }) => {
        const [action] = ActionNames as readonly string[];
        if (action === 'x:Unknown') throw invalid;
        return { EvaluationResults: [{ EvalDecision: action === 'x:Odd' ? 'maybe' : 'explicitDeny' }] };
      },
    });
    const simulated = {
      policies: [denyPolicyDocument()],
      boundary: denyBoundaryDocument(),
      actions: ['x:Known', 'x:Unknown', 'x:Odd'],
      userId: 'AROA:ana',
    };
    const decisions = await looks.decisions(simulated);
    expect([...decisions]).to.deep.equal([
      ['x:Known', 'explicitDeny'],
      ['x:Unknown', 'unknown'],
      ['x:Odd', 'unknown'],
    ]);
    const [first] = sent;
    const documents = first?.['PolicyInputList'] as readonly string[];
    expect(documents[0]).to.contain('"Effect":"Allow"');
    expect(documents[1]).to.equal(JSON.stringify(denyPolicyDocument()));
    expect(first?.['PermissionsBoundaryPolicyInputList']).to.deep.equal([JSON.stringify(denyBoundaryDocument())]);
    expect(first?.['ContextEntries']).to.deep.equal([
      { ContextKeyName: 'aws:userid', ContextKeyType: 'string', ContextKeyValues: ['AROA:ana'] },
    ]);
  });

  it('does not take a refusal of IAM for an action that is not known', async () => {
    const denied = Object.assign(new Error('no'), { name: 'AccessDeniedException' });
    answering({ SimulateCustomPolicy: fails(denied) });
    expect(await rejectionOf(looks.decisions({ policies: [], actions: ['x:Any'] }))).to.equal(denied);
  });

  it('reads the path of a user', async () => {
    answering({ GetUser: () => ({ User: { Path: '/a/' } }) });
    expect(await looks.userPath('alice')).to.equal('/a/');
    sandbox.restore();
    answering({ GetUser: fails(new NoSuchEntityException(NONE)) });
    expect(await looks.userPath('alice')).to.equal(undefined);
  });

  it('reads how a table is protected', async () => {
    const recovery =
      (PointInTimeRecoveryStatus: string): Answer =>
      () => ({
        ContinuousBackupsDescription: { PointInTimeRecoveryDescription: { PointInTimeRecoveryStatus } },
      });
    const DescribeTable: Answer = () => ({ Table: { DeletionProtectionEnabled: true } });
    answering({ DescribeTable, DescribeContinuousBackups: recovery('ENABLED') });
    expect(await looks.table('t')).to.deep.equal({ canBeRestored: true, isProtected: true });
    sandbox.restore();
    answering({ DescribeTable: () => ({ Table: {} }), DescribeContinuousBackups: recovery('DISABLED') });
    expect(await looks.table('t')).to.deep.equal({ canBeRestored: false, isProtected: false });
    sandbox.restore();
    answering({ DescribeTable: fails(new NoTable(NONE)) });
    expect(await looks.table('t')).to.equal(undefined);
  });
});
