import { expect } from 'chai';
import { createHmac } from 'node:crypto';
import { exampleNotices } from '../../../examples/messagesPage.js';
import { FetchPoster } from '../../../handlers/adapters/fetchPoster.js';
import { httpChannel, topicChannel, type Channel, type ChannelPorts } from '../../../handlers/notifications/channel.js';
import type { ChannelConfig } from '../../../handlers/contracts/channels.js';
import { personsOf, type PersonOfNotice } from '../../../handlers/notifications/personOfNotice.js';
import { readChannels } from '../../../handlers/notifications/readChannels.js';
import { webhookHeaders } from '../../../handlers/notifications/formats/webhook.js';
import type { Notice } from '../../../handlers/contracts/notice.js';
import { TOPICS } from '../../../handlers/contracts/topics.js';
import { MemoryNoticeLog } from '../../../local/memory/memoryNoticeLog.js';
import { MemoryTopics } from '../../../local/memory/memoryTopics.js';
import { VirtualClock } from '../../../local/memory/virtualClock.js';
import { startReceiver, type HttpReceiver } from '../adapters/httpReceiver.js';
import { expectAmazonQ, expectPagerDuty, expectSlack, expectSms, expectSubject } from './channelForms.js';

const NOON = Date.UTC(2026, 9, 5, 12);
const SENDER = 'bedrock-budgeteer-dev';
const NOTICES = exampleNotices();

function notice(name: string): Notice {
  const found = NOTICES.get(name);
  if (found === undefined) throw new Error(`no notice ${name}`);
  return found;
}

function portsWith(secret: string): ChannelPorts & { readonly topics: MemoryTopics } {
  const clock = new VirtualClock(NOON);
  return {
    clock,
    log: new MemoryNoticeLog(),
    topics: new MemoryTopics(),
    poster: new FetchPoster(clock),
    secrets: { read: (reference) => Promise.resolve(`${secret} of ${reference}`.replace(' of plain', '')) },
  };
}

describe('topicChannel', () => {
  it('publishes each notice to its topic, in the form of each kind of subscriber', async () => {
    const ports = portsWith('');
    const channel = topicChannel(ports, SENDER);
    const told = [...NOTICES.values()].filter((one) => channel.wants(one));
    for (const one of told) await channel.send(one, NOON + 1000);
    expect(ports.topics.published.map(({ topic }) => topic)).to.deep.equal(told.map(({ topic }) => topic));
    for (const { message } of ports.topics.published) {
      expectSubject(message.subject);
      expectSms(message.sms);
      expectAmazonQ(message.https);
      expect(message.text).to.contain('What happens: ');
    }
    expect(channel.wants({ ...notice('Alarm'), isOnTopic: true })).to.equal(false);
  });
});

describe('httpChannel', () => {
  let receiver: HttpReceiver;
  beforeEach(async () => {
    receiver = await startReceiver({ status: 200 });
  });
  afterEach(() => receiver.close());

  const bodyOf = async (channel: Channel, name: string): Promise<string> => {
    await channel.send(notice(name), NOON + 10_000);
    return receiver.received.at(-1)?.body ?? '';
  };
  const common = { name: 'x', receives: ['high-severity'], secret: 'plain' } as const;

  it('posts to the URL that is Slack’s secret', async () => {
    const channel = httpChannel(portsWith(receiver.url), { ...common, type: 'slack-webhook' }, SENDER);
    expectSlack(await bodyOf(channel, 'AccessSuspended'));
    expect(receiver.received[0]?.path).to.equal('/hook/T0KEN');
  });

  it('opens and resolves one incident of PagerDuty', async () => {
    const channel = httpChannel(portsWith('R0UTING'), { ...common, type: 'pagerduty', url: receiver.url }, SENDER);
    const events = [await bodyOf(channel, 'AccessSuspended'), await bodyOf(channel, 'AccessRestored')];
    events.forEach(expectPagerDuty);
    const [open, end] = events.map((body) => JSON.parse(body) as Readonly<Record<string, string>>);
    expect([open?.['event_action'], end?.['event_action']]).to.deep.equal(['trigger', 'resolve']);
    expect(open?.['dedup_key']).to.equal(end?.['dedup_key']);
    expect(open?.['routing_key']).to.equal('R0UTING');
  });

  it('says nothing of the end of what is not open, nor again of what has ended', async () => {
    const channel = httpChannel(portsWith('R0UTING'), { ...common, type: 'pagerduty', url: receiver.url }, SENDER);
    const suspended = { ...notice('AccessSuspended'), at: '2026-10-05T12:00:00Z' };
    const restored = { ...notice('AccessRestored'), at: '2026-10-05T12:10:00Z' };
    for (const one of [notice('PeriodStarted'), suspended, restored, notice('BudgetClosed'), suspended]) {
      await channel.send(one, NOON + 10_000);
    }
    const actions = receiver.received.map(
      ({ body }) => (JSON.parse(body) as Readonly<Record<string, unknown>>)['event_action'],
    );
    expect(actions).to.deep.equal(['trigger', 'resolve']);
  });

  it('keeps a key that is too long for PagerDuty one key', async () => {
    const channel = httpChannel(portsWith('R0UTING'), { ...common, type: 'pagerduty', url: receiver.url }, SENDER);
    const incident = { key: `principal/${'x'.repeat(400)}`, state: 'open' } as const;
    const keys: unknown[] = [];
    for (const eventId of ['e-1', 'e-2']) {
      await channel.send({ ...notice('AccessSuspended'), eventId, incident }, NOON + 10_000);
      const body = receiver.received.at(-1)?.body ?? '';
      expectPagerDuty(body);
      keys.push((JSON.parse(body) as Readonly<Record<string, unknown>>)['dedup_key']);
    }
    expect(keys[0]).to.equal(keys[1]);
  });

  it('tells PagerDuty the end of incidents whatever topics it receives, also those that nobody is told of', () => {
    const channel = httpChannel(portsWith(''), { ...common, type: 'pagerduty', url: receiver.url }, SENDER);
    const wanted = [...NOTICES].filter(([, one]) => channel.wants(one)).map(([name]) => name);
    expect(wanted).to.include.members(['AccessSuspended', 'AccessRestored', 'PeriodStarted', 'BudgetClosed', 'Alarm']);
    expect(wanted).to.not.include.members(['ThresholdReached']);
    expect(wanted).to.not.include.members(['GraceNotice']);
  });

  it('signs what it posts to a webhook, as Standard Webhooks has it', async () => {
    const channel = httpChannel(portsWith('s3cret'), { ...common, type: 'webhook', url: receiver.url }, SENDER);
    const body = await bodyOf(channel, 'AccessSuspended');
    const headers = receiver.received[0]?.headers ?? {};
    const signed = `event-of-AccessSuspended.${NOON / 1000}.${body}`;
    expect(headers['webhook-id']).to.equal('event-of-AccessSuspended');
    expect(headers['webhook-timestamp']).to.equal(String(NOON / 1000));
    const signature = createHmac('sha256', 's3cret').update(signed).digest('base64');
    expect(headers['webhook-signature']).to.equal(`v1,${signature}`);
    expect(JSON.parse(body)).to.include({ type: 'AccessSuspended', topic: 'high-severity' });
  });

  it('names the person to a webhook, with what to tell, where persons are told by webhooks', async () => {
    const addresses = () => Promise.resolve([{ who: 'user/alice', address: 'alice@example.com' }]);
    const ports = { ...portsWith('s3cret'), personOf: personsOf(addresses, SENDER) };
    const channel = httpChannel(ports, { ...common, type: 'webhook', url: receiver.url }, SENDER);
    const personIn = async (name: string): Promise<unknown> =>
      (JSON.parse(await bodyOf(channel, name)) as Readonly<Record<string, unknown>>)['person'];
    const id = notice('AccessSuspended').data['principalId'];
    const person = (await personIn('AccessSuspended')) as PersonOfNotice;
    expect(person).to.include({ id, address: 'alice@example.com' });
    expect(person.message?.subject).to.equal(`[${SENDER}] Your Bedrock access is suspended`);
    expect(person.message?.text).to.contain('What to do:');
    expect(await personIn('SuspensionTampered')).to.deep.equal({ id, address: 'alice@example.com' });
    expect(await personIn('PriceChangeQuarantined')).to.equal(undefined);
    expect(await personIn('TeamSuspended')).to.equal(undefined);
    const unknown = {
      ...notice('AccessSuspended'),
      data: { ...notice('AccessSuspended').data, principalId: 'person/x' },
    };
    expect(await ports.personOf(unknown)).to.include({ id: 'person/x', address: null });
  });

  it('names nobody to a webhook otherwise', async () => {
    const channel = httpChannel(portsWith('s3cret'), { ...common, type: 'webhook', url: receiver.url }, SENDER);
    expect(JSON.parse(await bodyOf(channel, 'AccessSuspended'))).to.not.have.property('person');
  });

  it('signs the example of the specification alike', () => {
    // standard-webhooks 1.0.0, the test vector of its libraries.
    const { 'webhook-signature': signature } = webhookHeaders(
      'msg_p5jXN8AQM9LWM0D4loKWxJek',
      '{"test": 2432232314}',
      'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw',
      1614265330_000,
    );
    expect(signature).to.equal('v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=');
  });

  it('wants no more than its topics', () => {
    for (const type of ['slack-webhook', 'webhook'] as const) {
      for (const topic of TOPICS) {
        const config = { ...common, type, url: receiver.url, receives: [topic] } as ChannelConfig;
        const channel = httpChannel(portsWith(''), config, SENDER);
        const wanted = [...NOTICES.values()].filter((one) => channel.wants(one));
        expect(new Set(wanted.map((one) => one.topic))).to.deep.equal(new Set([topic]));
        expect(wanted.some(({ isSilent }) => isSilent === true)).to.equal(false);
      }
    }
  });
});

describe('readChannels', () => {
  const WEBHOOK = { name: 'x', type: 'webhook', receives: ['high-severity'], secret: '/x', url: 'https://a.example' };

  it('reads what the stack writes', () => {
    expect(readChannels('[]')).to.deep.equal([]);
    expect(readChannels(JSON.stringify([WEBHOOK]))).to.deep.equal([WEBHOOK]);
  });

  it('refuses what is no list of channels', () => {
    const wrong = [
      'x',
      '{}',
      '[1]',
      ...['name', 'type', 'secret', 'url'].map((key) => JSON.stringify([{ ...WEBHOOK, [key]: 1 }])),
    ];
    for (const json of [...wrong, JSON.stringify([{ ...WEBHOOK, receives: ['everything'] }])]) {
      expect(() => readChannels(json), json).to.throw(/^environment: CHANNELS/);
    }
  });
});
