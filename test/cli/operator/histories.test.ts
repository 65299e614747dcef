import { expect } from 'chai';
import { runAudit, type AuditOptions } from '../../../cli/commands/audit.js';
import { runWhy, type WhyOptions } from '../../../cli/commands/why.js';
import { UserError } from '../../../cli/userError.js';
import { ALICE, copiedWorld, jsonLines, tooLong, type Ran } from '../smallWorld.js';

const UTC = { timeZone: 'UTC' };

function problemOf({ error }: Ran): string {
  expect(error).to.be.instanceOf(UserError);
  return (error as UserError).message;
}

/** Each time with the first word of what follows it. */
function story({ text }: Ran): readonly string[] {
  const lines = text.split('\n').filter((line) => /^\d{4}-\d\d-\d\d \d\d:/.test(line));
  return lines.map((line) => line.slice(11));
}

describe('budgeteer why', () => {
  const place = copiedWorld();
  const why = (who: string, options: WhyOptions = {}): Promise<Ran> =>
    place.run((stack, output) => runWhy(stack, who, options, output));

  it('tells what led to a suspension: calls with their prices, thresholds, grace, each step with its event', async () => {
    const ran = await why('alice');
    expect([ran.code, ran.complaints]).to.deep.equal([0, []]);
    expect(ran.text).to.match(/^user\/teams\/search\/alice {2}suspended, by its own limit\n/);
    const told = story(ran).map((line) => line.replace(/ \(.*/, ''));
    expect(told).to.deep.equal([
      '08:00:31  budget opened, resets 2026-11-04 00:00 UTC',
      '08:25:18  WARNING at 70 %',
      '08:30:18  EXCEEDED at 100 %',
      '08:30:18  grace until 2026-10-05 08:35:18',
      '08:35:18  told once more that access ends at 2026-10-05 08:35:18',
      '08:35:18  suspension begins',
      '08:35:18  what it has is written down, to be given back',
      '08:35:18  SUSPENDED: calls to Bedrock are refused from here on',
      '08:35:18  the workflow has verified that it is suspended',
    ]);
    const calls = ran.text.split('\n').filter((line) => / calls? of /.test(line));
    expect(calls.map((line) => line.trim())).to.deep.equal([
      '4 calls of anthropic.claude-opus-4-7: $0.84',
      '1 call of anthropic.claude-opus-4-7: $0.21',
      '1 call of anthropic.claude-opus-4-7: $0.21',
    ]);
    expect(ran.text).to.match(/ {21}rates of AmazonBedrockFoundationModels-2026-05-01 since\n {21}2026-04-01\n/);
    expect(ran.text.match(/ {21}event \S+\n/g)).to.have.length(9);
    expect(tooLong(ran)).to.deep.equal([]);
  });

  it('tells each call with --calls, and only what is after --since', async () => {
    const ran = await why('alice', { calls: true, since: '36m' });
    expect(story(ran).slice(0, 3)).to.deep.equal([
      '08:25:00  $0.21 anthropic.claude-opus-4-7 in us-east-1',
      '08:25:18  WARNING at 70 %',
      '08:30:00  $0.21 anthropic.claude-opus-4-7 in us-east-1',
    ]);
    expect(ran.text.match(/call [0-9a-f-]{36},\s+rates\s+of\s/g)).to.have.length(3);
    expect(tooLong(ran)).to.deep.equal([]);
  });

  it('prints times in another zone', async () => {
    expect(story(await why('alice', { timeZone: 'Asia/Tokyo' }))[0]).to.match(/^17:00:31 {2}budget opened/);
  });

  it('is an object of JSON a step, the budget first', async () => {
    const [first, ...steps] = jsonLines(await why('alice', { json: true }));
    expect(first).to.have.nested.property('budget.principalId', ALICE);
    expect(steps.filter((step) => 'call' in step)).to.have.length(6);
    expect(steps.filter((step) => 'event' in step)).to.have.length(9);
    expect(steps.find((step) => 'call' in step)).to.have.nested.include({
      'call.at': '2026-10-05T08:10:00Z',
      'call.costUsd': '0.21',
      'call.priceStatus': 'priced',
      'call.priceSource': 'AmazonBedrockFoundationModels-2026-05-01',
    });
    expect(steps[0]).to.have.nested.property('event.eventTime', '2026-10-05T08:00:31Z');
  });

  it('tells of a team and of one who has called once', async () => {
    expect(story(await why('team/search'))).to.have.length(1);
    expect(story(await why('indexer'))).to.have.length(1);
  });

  it('refuses what it cannot read', async () => {
    expect(problemOf(await why('alice', { since: 'soon' }))).to.match(/^--since: "soon" is not a date /);
    expect(problemOf(await why('zoe'))).to.match(/^no budget of "zoe" /);
  });
});

describe('budgeteer audit', () => {
  const place = copiedWorld();
  const audit = (who?: string, options: AuditOptions = {}): Promise<Ran> =>
    place.run((stack, output) => runAudit([stack], who, { ...UTC, ...options }, output));

  it('tells what people and the system did, within 80 columns', async () => {
    const ran = await audit();
    expect([ran.code, ran.complaints]).to.deep.equal([0, []]);
    const lines = story(ran);
    expect(lines).to.have.length(34);
    expect(lines[0]).to.equal('08:00:00  assumed-role/PlatformAdmin/olga  CreateUser alice');
    expect(lines).to.include('08:25:18  user/teams/search/alice       WARNING at 70 %');
    expect(ran.text).not.to.contain('InvokeModel');
    expect(ran.text.replaceAll(/\s+/g, ' ')).to.contain(
      'AttachUserPolicy alice arn:aws:iam::444455556666:policy/bedrock-budgeteer-dev-deny',
    );
    expect(tooLong(ran)).to.deep.equal([]);
  });

  it('tells about one, with its calls where they are asked for', async () => {
    expect(story(await audit('alice'))).to.have.length(9);
    const withCalls = story(await audit('alice', { calls: true }));
    expect(withCalls).to.have.length(15);
    expect(withCalls.filter((line) => line.endsWith('InvokeModelWithResponseStream'))).to.have.length(6);
  });

  it('tells what somebody did who has no budget, by ARN, and about an id without one', async () => {
    const olga = await audit('arn:aws:sts::444455556666:assumed-role/PlatformAdmin/olga');
    expect(story(olga)).to.have.length(11);
    expect((await audit('person/new@example.com')).text).to.equal('');
    expect(problemOf(await audit('zoe'))).to.match(/^no budget of "zoe" /);
    expect(problemOf(await audit('ali'))).to.match(/^"ali" may be user\/alina, /);
  });

  const spans: readonly (readonly [AuditOptions, number])[] = [
    [{ since: 'today' }, 34],
    [{ since: '34m' }, 10],
    [{ since: '2026-10-05T08:25:18Z', until: '2026-10-05T08:30:18Z' }, 2],
    [{ since: '2026-10-05T08:25:18Z', until: '2026-10-05T08:30:19Z' }, 4],
    [{ since: 'sunday', until: 'sunday' }, 0],
    [{ since: '2026-10-05', until: '2026-10-05' }, 34],
    [{ since: '2026-10-05', until: '2026-10-05', timeZone: 'Pacific/Kiritimati' }, 34],
    [{ since: 'today', timeZone: 'Pacific/Kiritimati' }, 34],
    [{ since: '2026-10-06', until: '2026-10-06', timeZone: 'Pacific/Kiritimati' }, 0],
  ];
  for (const [options, count] of spans) {
    it(`tells ${count} entries with ${JSON.stringify(options)}`, async () => {
      expect(jsonLines(await audit(undefined, { ...options, json: true }))).to.have.length(count);
    });
  }

  it('tells of a role by any spelling of its ARN, and of a session what that did itself', async () => {
    const role = await audit('role/indexer', { calls: true });
    expect(story(role)).not.to.be.empty;
    expect((await audit('arn:aws:iam::444455556666:role/some/path/indexer', { calls: true })).text).to.equal(role.text);
    const session = await audit('arn:aws:sts::444455556666:assumed-role/indexer/nobody', { calls: true });
    expect(session.text).to.equal('');
  });

  it('is an entry a line as JSON and as CSV', async () => {
    const [entry = {}] = jsonLines(await audit('alice', { json: true, since: '36m' }));
    expect(entry).to.deep.include({
      stack: 'dev',
      account: '444455556666',
      eventTime: '2026-10-05T08:25:18Z',
      eventSource: 'bedrock-budgeteer',
      eventType: 'ThresholdReached',
      userIdentity: ALICE,
    });
    const [head, first] = (await audit('alice', { csv: true, since: '36m' })).text.split('\n');
    expect(head).to.equal('account,time,source,type,identity,event_id,details');
    expect(first).to.match(
      /^444455556666,2026-10-05T08:25:18Z,bedrock-budgeteer,ThresholdReached,arn:[^,]+,[0-9a-f]{32},"\{""spentUsd"":""0\.84"",/,
    );
    expect((await audit(undefined, { csv: true, since: 'sunday', until: 'sunday' })).text).to.equal(`${head ?? ''}\n`);
  });

  it('refuses a span that is none', async () => {
    expect(problemOf(await audit(undefined, { since: '1d', until: '2d' }))).to.equal('--until: not after --since');
  });
});
