import { expect } from 'chai';
import { FetchPoster } from '../../../handlers/adapters/fetchPoster.js';
import { DeliveryError } from '../../../handlers/runtime/errors.js';
import { VirtualClock } from '../../../local/memory/virtualClock.js';
import { failureOf } from '../portCalls.js';
import { startReceiver, type Answer, type HttpReceiver } from './httpReceiver.js';

/** Longer than any machine that is busy takes to answer; short where a receiver is silent. */
const PATIENT_MS = 600_000;
const SILENT_MS = 1000;

const START = Date.UTC(2026, 9, 5, 12);

interface Posted {
  readonly failure: unknown;
  readonly waitedMs: number;
  readonly receiver: HttpReceiver;
}

async function post(answers: readonly Answer[], timeoutMs = PATIENT_MS, remainingMs = 60_000): Promise<Posted> {
  const receiver = await startReceiver(...answers);
  const clock = new VirtualClock(START);
  const request = { url: receiver.url, headers: { 'content-type': 'application/json' }, body: '{"a":"ü"}' };
  const failure = await failureOf(new FetchPoster(clock, timeoutMs).post(request, START + remainingMs));
  await receiver.close();
  return { failure, waitedMs: clock.now() - START, receiver };
}

const timeoutFor = (answers: readonly Answer[]): number => (answers.includes('hangs') ? SILENT_MS : PATIENT_MS);

const OK = { status: 200 };

describe('FetchPoster', () => {
  it('posts body and headers once where they are taken', async () => {
    const { failure, receiver } = await post([{ status: 202 }]);
    expect(failure).to.equal(undefined);
    expect(receiver.received).to.have.length(1);
    expect(receiver.received[0]).to.include({ path: '/hook/T0KEN', body: '{"a":"ü"}' });
    expect(receiver.received[0]?.headers['content-type']).to.equal('application/json');
  });

  const PASSING: readonly (readonly [string, readonly Answer[], number, number])[] = [
    ['a server error', [{ status: 500 }, { status: 503 }, OK], 3, 3000],
    ['a rate limit, after the seconds that it names', [{ status: 429, headers: { 'retry-after': '7' } }, OK], 2, 7000],
    [
      'a rate limit, until the time that it names',
      [{ status: 429, headers: { 'retry-after': new Date(START + 4000).toUTCString() } }, OK],
      2,
      4000,
    ],
    ['a rate limit that names nonsense', [{ status: 429, headers: { 'retry-after': 'soon' } }, OK], 2, 1000],
    ['a connection that breaks', ['breaks', OK], 2, 1000],
    ['no answer in time', ['hangs', OK], 2, 1000],
  ];
  for (const [name, answers, posts, waitedMs] of PASSING) {
    it(`tries again after ${name}`, async () => {
      const posted = await post(answers, timeoutFor(answers), 7_200_000);
      expect(posted.failure).to.equal(undefined);
      expect(posted.receiver.received).to.have.length(posts);
      expect(posted.waitedMs).to.equal(waitedMs);
    });
  }

  const LASTING: readonly (readonly [string, readonly Answer[], number, RegExp])[] = [
    ['a refusal', [{ status: 404 }], 1, /HTTP 404$/],
    ['a redirect', [{ status: 302, headers: { location: 'http://127.0.0.1:1/' } }], 1, /redirects are not followed$/],
    ['a permanent redirect', [{ status: 308, headers: { location: '/hook/T0KEN' } }], 1, /redirects are not followed$/],
    ['three server errors', [{ status: 500 }], 3, /HTTP 500$/],
    ['a wait that is Lambda’s business', [{ status: 429, headers: { 'retry-after': '3600' } }], 1, /HTTP 429$/],
    ['silence', ['hangs'], 3, /no answer within 1000 ms$/],
  ];
  for (const [name, answers, posts, message] of LASTING) {
    it(`gives up after ${name}, without a word of the secret in the URL`, async () => {
      const { failure, receiver } = await post(answers, timeoutFor(answers), 7_200_000);
      expect(failure).to.be.instanceOf(DeliveryError);
      expect(String(failure))
        .to.match(message)
        .and.match(/127\.0\.0\.1:\d+/)
        .and.not.contain('T0KEN');
      expect(receiver.received).to.have.length(posts);
    });
  }

  it('does not outlast its deadline', async () => {
    const late = await post([{ status: 500 }], PATIENT_MS, 2500);
    expect(late.receiver.received).to.have.length(2);
    expect([String(late.failure).endsWith('HTTP 500'), late.waitedMs]).to.deep.equal([true, 1000]);
    expect(String((await post([OK], PATIENT_MS, 0)).failure)).to.contain('no time is left');
  });

  it('says what to look at where the URL is none, and shows none of it', async () => {
    const request = { url: 'T0KEN pasted by mistake', headers: {}, body: '' };
    const failure = await failureOf(new FetchPoster(new VirtualClock(START)).post(request, START + 1000));
    expect(String(failure)).to.equal('DeliveryError: the URL of a channel is none; look at its secret');
    const nobody = await failureOf(
      new FetchPoster(new VirtualClock(START)).post({ ...request, url: 'http://127.0.0.1:1/T0KEN' }, START + 1000),
    );
    expect(String(nobody))
      .to.match(/^DeliveryError: 127\.0\.0\.1:1: /)
      .and.not.contain('T0KEN');
  });
});
