import { SESv2Client, SESv2ServiceException } from '@aws-sdk/client-sesv2';
import { expect } from 'chai';
import { SesMailer } from '../../../handlers/adapters/sesMailer.js';
import type { MailOutcome } from '../../../handlers/ports/mailer.js';
import { VirtualClock } from '../../../local/memory/virtualClock.js';
import { clientAnswering } from './clientAnswering.js';

const MAIL = {
  from: '"Budgets" <budgets@example.com>',
  to: 'alice@example.com',
  subject: 'You have used 90 %',
  text: 'Text\nof lines',
};

function serviceError(name: string, httpStatusCode: number | undefined, message = 'no'): Error {
  const $metadata = httpStatusCode === undefined ? {} : { httpStatusCode };
  return new SESv2ServiceException({ name, $fault: 'client', $metadata, message });
}

async function sent(answers: readonly unknown[], deadline = 60_000) {
  const clock = new VirtualClock(0);
  const { client, inputs } = clientAnswering(SESv2Client, (_, call) => answers[Math.min(call, answers.length) - 1]);
  const outcome = await new SesMailer(client, clock).send(MAIL, deadline);
  return { outcome, inputs, clock };
}

describe('SesMailer', () => {
  it('sends plain text to one address, which no program shall answer', async () => {
    const { outcome, inputs } = await sent([{ MessageId: 'm' }]);
    expect(outcome).to.deep.equal({ kind: 'taken' });
    expect(inputs).to.deep.equal([
      {
        FromEmailAddress: MAIL.from,
        Destination: { ToAddresses: [MAIL.to] },
        Content: {
          Simple: {
            Subject: { Data: MAIL.subject, Charset: 'UTF-8' },
            Body: { Text: { Data: MAIL.text, Charset: 'UTF-8' } },
            Headers: [{ Name: 'Auto-Submitted', Value: 'auto-generated' }],
          },
        },
      },
    ]);
  });

  it('names where answers go, and the configuration set, if there are any', async () => {
    const { client, inputs } = clientAnswering(SESv2Client, () => ({}));
    await new SesMailer(client, new VirtualClock(0)).send(
      { ...MAIL, replyTo: 'finops@example.com', configurationSet: 'set' },
      1000,
    );
    expect(inputs[0]).to.deep.include({ ReplyToAddresses: ['finops@example.com'], ConfigurationSetName: 'set' });
  });

  for (const [error, kind] of [
    [serviceError('MessageRejected', 400), 'refused'],
    [serviceError('BadRequestException', 400), 'refused'],
    [serviceError('AccessDeniedException', 403), 'failed'],
    [serviceError('SendingPausedException', 400), 'failed'],
    [serviceError('InternalServiceErrorException', 500), 'unknown'],
    [serviceError('UnknownError', undefined), 'unknown'],
    [Object.assign(new Error('no answer'), { name: 'TimeoutError' }), 'unknown'],
  ] as const) {
    it(`says ${kind} of ${error.name}, after one attempt`, async () => {
      const { outcome, inputs } = await sent([error]);
      expect(outcome.kind).to.equal(kind);
      expect((outcome as Extract<MailOutcome, { readonly reason: string }>).reason).to.contain(error.name);
      expect(inputs).to.have.length(1);
    });
  }

  it('tries again what SES throttles, while there is time', async () => {
    const throttled = serviceError('TooManyRequestsException', 429);
    const late = await sent([throttled, throttled, {}]);
    expect([late.outcome.kind, late.inputs.length]).to.deep.equal(['taken', 3]);
    const never = await sent([throttled]);
    expect([never.outcome.kind, never.inputs.length]).to.deep.equal(['failed', 4]);
    const hurried = await sent([throttled], 400);
    expect([hurried.outcome.kind, hurried.inputs.length]).to.deep.equal(['failed', 1]);
  });

  it('does not quote the address in a reason', async () => {
    const message = 'Email address is not verified: ALICE@example.com, alice@example.com in eu-west-1';
    const { outcome } = await sent([serviceError('MessageRejected', 400, message)]);
    expect(outcome).to.deep.equal({
      kind: 'refused',
      reason: 'SES: MessageRejected: Email address is not verified: (the address), (the address) in eu-west-1',
    });
  });
});
