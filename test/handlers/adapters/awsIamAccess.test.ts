import { IAMClient, NoSuchEntityException } from '@aws-sdk/client-iam';
import { expect } from 'chai';
import type { PolicyHolder } from '../../../domain/iam/principal.js';
import { AwsIamAccess } from '../../../handlers/adapters/awsIamAccess.js';
import { ServiceError, TransientError } from '../../../handlers/runtime/errors.js';
import type { IamAccess } from '../../../handlers/ports/iamAccess.js';
import { MemoryIam } from '../../../local/memory/memoryIam.js';
import { iamAccessContract } from '../../contracts/iamAccess.js';
import { rejectionOf } from '../../rejection.js';
import { ENFORCEMENT_CONFIG } from '../../enforcementConfig.js';
import { clientAnswering } from './clientAnswering.js';
import { iamStandIn } from './iamStandIn.js';

const NADIA: PolicyHolder = { type: 'user', name: 'nadia' };
const ARN = 'arn:aws:iam::444455556666:user/teams/nadia';
const USER = { User: { Arn: ARN, UserId: 'AIDAEXAMPLE' } };
const GONE = new NoSuchEntityException({ message: 'cannot be found', $metadata: {} });
const FAULT = Object.assign(new Error('try again'), { name: 'ServiceFailureException' });

/** Access over answers given one after the other, the last one for good. */
function accessAnswered(...answers: readonly unknown[]): {
  readonly access: IamAccess;
  readonly inputs: readonly object[];
} {
  const { client, inputs } = clientAnswering(IAMClient, (_input, call) => answers[Math.min(call, answers.length) - 1]);
  return { access: new AwsIamAccess(client, ENFORCEMENT_CONFIG), inputs };
}

describe('AwsIamAccess', () => {
  iamAccessContract((enforcementConfig) => {
    const iam = new MemoryIam(enforcementConfig);
    return {
      access: new AwsIamAccess(iamStandIn(iam, enforcementConfig.attachmentQuota).client, enforcementConfig),
      iam,
    };
  });

  it('asks for the keys of users alone, and only where they are deactivated', async () => {
    for (const deactivatesKeys of [true, false]) {
      const iam = new MemoryIam(ENFORCEMENT_CONFIG);
      iam.addPrincipal('user', ARN);
      iam.addPrincipal('role', 'arn:aws:iam::444455556666:role/summariser');
      const { client, sent } = iamStandIn(iam, ENFORCEMENT_CONFIG.attachmentQuota);
      const access = new AwsIamAccess(client, { ...ENFORCEMENT_CONFIG, deactivatesKeys });
      await access.access({ type: 'role', name: 'summariser' });
      await access.access(NADIA);
      const asked = sent.filter(({ name }) => name === 'ListServiceSpecificCredentials').map(({ input }) => input);
      const question = { UserName: 'nadia', ServiceName: 'bedrock.amazonaws.com', Marker: undefined };
      expect(asked).to.deep.equal(deactivatesKeys ? [question] : []);
    }
  });

  it('knows nothing of a principal that goes while it is looked at', async () => {
    expect(await accessAnswered(USER, GONE).access.access(NADIA)).to.equal(undefined);
  });

  it('takes a principal that IAM describes but does not list yet for no absent one', async () => {
    const error = await rejectionOf(accessAnswered(USER, GONE, USER).access.access(NADIA));
    expect(error).to.be.instanceOf(TransientError).with.property('cause', GONE);
  });

  it('removes a boundary that somebody else removes at the same time', async () => {
    const bound = {
      User: { ...USER.User, PermissionsBoundary: { PermissionsBoundaryArn: ENFORCEMENT_CONFIG.denyBoundaryArn } },
    };
    expect(await accessAnswered(bound, GONE, USER).access.removeDenyBoundary(NADIA)).to.equal('done');
    expect(await accessAnswered(bound, GONE).access.removeDenyBoundary(NADIA)).to.equal('absent');
  });

  const calls: readonly (readonly [string, (access: IamAccess) => Promise<unknown>])[] = [
    ['access', (access) => access.access(NADIA)],
    ['attachPolicy', (access) => access.attachPolicy(NADIA, ENFORCEMENT_CONFIG.denyPolicyArn)],
    ['detachPolicy', (access) => access.detachPolicy(NADIA, ENFORCEMENT_CONFIG.denyPolicyArn)],
    ['setDenyBoundary', (access) => access.setDenyBoundary(NADIA)],
    ['removeDenyBoundary', (access) => access.removeDenyBoundary(NADIA)],
    ['setKeyActive', (access) => access.setKeyActive('nadia', 'ACCAEXAMPLE', false)],
    ['decisions', (access) => access.decisions(ARN, ['bedrock:InvokeModel'])],
  ];
  for (const [method, call] of calls) {
    it(`throws every other fault of ${method}`, async () => {
      expect(await rejectionOf(call(accessAnswered(FAULT).access))).to.equal(FAULT);
    });
  }

  const bound = {
    User: { ...USER.User, PermissionsBoundary: { PermissionsBoundaryArn: ENFORCEMENT_CONFIG.denyBoundaryArn } },
  };
  const before: Readonly<Record<string, readonly unknown[]>> = { setDenyBoundary: [USER], removeDenyBoundary: [bound] };
  for (const [method, call] of calls) {
    for (const name of [
      'AccessDenied',
      'AccessDeniedException',
      'UnmodifiableEntityException',
      'InvalidInputException',
    ]) {
      const isRead = method === 'access' || method === 'decisions';
      it(`${isRead ? 'throws' : 'says that IAM has refused'} ${name} at ${method}`, async () => {
        const denied = Object.assign(new Error('not authorized'), { name });
        const answer = call(accessAnswered(...(before[method] ?? []), denied).access);
        if (isRead) expect(await rejectionOf(answer)).to.equal(denied);
        else expect(await answer).to.equal('refused');
      });
    }
  }

  it('throws a refusal to be asked about a principal, which is no refusal of a change', async () => {
    const denied = Object.assign(new Error('not authorized'), { name: 'AccessDenied' });
    for (const [method, call] of calls.filter(([name]) => name in before)) {
      expect(await rejectionOf(call(accessAnswered(denied).access)), method).to.equal(denied);
    }
  });

  it('throws a fault of a later page', async () => {
    expect(await rejectionOf(accessAnswered(USER, { AttachedPolicies: [] }, FAULT).access.access(NADIA))).to.equal(
      FAULT,
    );
  });

  const incomplete: readonly (readonly [string, string, readonly unknown[]])[] = [
    ['the ARN', 'an ARN', [{ User: { UserId: 'AIDAEXAMPLE' } }]],
    ['the id', 'an id', [{ User: { Arn: ARN } }]],
    ['a policy’s ARN', 'the ARN of a policy', [USER, { AttachedPolicies: [{ PolicyName: 'x' }] }]],
    ['a key’s id', 'the id of a key', [USER, {}, { ServiceSpecificCredentials: [{ Status: 'Active' }] }]],
  ];
  for (const [what, named, answers] of incomplete) {
    it(`throws on an answer without ${what}`, async () => {
      const error = await rejectionOf(accessAnswered(...answers).access.access(NADIA));
      expect(error)
        .to.be.instanceOf(ServiceError)
        .with.property('message')
        .that.includes(`user nadia`)
        .and.includes(named);
    });
  }

  it('throws on a decision that is unknown, or missing', async () => {
    const actions = ['bedrock:InvokeModel', 'bedrock:Rerank'];
    const first = { EvalActionName: 'bedrock:InvokeModel', EvalDecision: 'explicitDeny' };
    const unknown = { EvalActionName: 'bedrock:Rerank', EvalDecision: 'perhaps' };
    const answers = [
      [{ EvaluationResults: [first, unknown] }, 'perhaps'],
      [{ EvaluationResults: [first] }, 'no decision on bedrock:Rerank'],
      [{}, 'no decision on bedrock:InvokeModel, bedrock:Rerank'],
    ] as const;
    for (const [answer, problem] of answers) {
      const error = await rejectionOf(accessAnswered(answer).access.decisions(ARN, actions));
      expect(error).to.be.instanceOf(ServiceError).with.property('message').that.includes(problem);
    }
  });
});
