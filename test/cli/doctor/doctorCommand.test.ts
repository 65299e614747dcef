import { expect } from 'chai';
import { PassThrough } from 'node:stream';
import { runDoctor, type DoctorOptions } from '../../../cli/commands/doctor.js';
import { CHECKS } from '../../../cli/doctor/checks/all.js';
import { localExamination } from '../../../cli/doctor/localExamination.js';
import { TextOutput } from '../../../cli/output/textOutput.js';
import { loadStack, savedProducts } from '../../../cli/start/loadStack.js';
import { keepWorld } from '../../../cli/stack/keptWorld.js';
import { openLocalStack } from '../../../cli/stack/localStack.js';
import { createWorld, type World } from '../../../local/world/world.js';
import { denyPolicyArn } from '../../../infra/names.js';
import { rejectionOf } from '../../rejection.js';
import { temporaryFolder } from '../temporaryFolder.js';

const ACCOUNT = '444455556666';
const NOW = Date.UTC(2026, 10, 28, 12);
const IDENTITY = { stack: 'dev', partition: 'aws', accountId: ACCOUNT, homeRegion: 'us-east-1' };

interface Answer {
  readonly code: number;
  readonly text: string;
}

describe('budgeteer doctor', function () {
  this.timeout(120_000);
  const folder = temporaryFolder();

  async function inWorld<T>(look: (world: World) => Promise<T>): Promise<T> {
    const { plan, hasTrail } = await loadStack('dev', ACCOUNT);
    const world = createWorld({ plan, start: NOW, hasTrail, products: savedProducts() });
    try {
      return await look(world);
    } finally {
      world.time.close();
    }
  }

  /** Of a world as it was kept and opened again. */
  async function doctored(options: DoctorOptions, happens: (world: World) => void | Promise<void>): Promise<Answer> {
    await inWorld(async (world) => {
      await happens(world);
      keepWorld(folder.path, { stack: 'dev', account: ACCOUNT, settings: {}, profiles: [] }, world, 'the start');
    });
    const stream = new PassThrough();
    const output = new TextOutput(stream);
    const stack = await openLocalStack(folder.path);
    try {
      const code = await runDoctor(stack, options, output);
      await output.flush();
      return { code, text: String(stream.read()) };
    } finally {
      await stack.close();
    }
  }

  it('finds no problem in a world as it was declared, once its prices are there', async () => {
    const { code, text } = await doctored({}, async ({ tables }) => {
      await tables.prices.markRefreshed(NOW);
    });
    expect(code).to.equal(0);
    expect(text).to.match(/^ok {11}invocation-logging: us-east-1: Bedrock logs to/m);
    expect(text).to.match(/^not checked {2}alarms: us-east-1: alarms are not simulated$/m);
    expect(text).to.match(/\d+ ok, 3 warnings, \d+ not checked; 0 read units\n$/);
    expect(text.split('\n').filter((line) => line.length > 80 && !line.includes('$ '))).to.deep.equal([]);
  });

  it('answers 1 with the fix of a Deny that somebody attached', async () => {
    const arn = denyPolicyArn(IDENTITY);
    const { code, text } = await doctored({ json: true }, async ({ people, tables }) => {
      await tables.prices.markRefreshed(NOW);
      people.attach(people.create('user', 'eve'), arn);
    });
    expect(code).to.equal(1);
    const { findings, counts, ...about } = JSON.parse(text) as {
      readonly findings: readonly { readonly check: string; readonly level: string }[];
      readonly counts: Readonly<Record<string, number>>;
    };
    expect(about).to.deep.equal({ stack: 'dev', accountId: ACCOUNT, at: '2026-11-28T12:00:00Z', readUnits: 0 });
    expect(findings.filter(({ level }) => level === 'problem')).to.deep.equal([
      {
        check: 'denies',
        level: 'problem',
        text: 'user/eve carries the Deny, and no suspension explains it',
        fixes: [`aws iam detach-user-policy --user-name eve --policy-arn ${arn}`],
        missingAction: null,
      },
    ]);
    expect(counts['problem']).to.equal(1);
    expect(new Set(findings.map(({ check }) => check))).to.deep.equal(new Set(CHECKS.map(({ name }) => name)));
  });

  it('counts the messages of a world that is running', async () => {
    await inWorld(async (world) => {
      const examination = localExamination(world);
      const name = 'bedrock-budgeteer-dev-quarantine';
      expect((await rejectionOf(examination.queue('us-east-1', name))).message).to.contain('messages.jsonl');
      world.journal.add({ kind: 'message-kept', queue: name, body: '{}' });
      world.journal.add({ kind: 'message-kept', queue: 'another', body: '{}' });
      expect(await examination.queue('us-east-1', name)).to.include({ messages: 1 });
      expect(await examination.queue('eu-west-1', name)).to.equal(undefined);
    });
  });

  it('says what a local world does not know, and what it does not have', async () => {
    await inWorld(async (world) => {
      const examination = localExamination(world);
      const metric = { namespace: 'AWS/Bedrock', name: 'Invocations', dimensions: {}, statistic: 'Sum' } as const;
      const unknown = [
        examination.metric('us-east-1', metric, 0, NOW),
        examination.lastLogEvent('us-east-1', '/g'),
        examination.alarms('us-east-1', 'x'),
        examination.batchJobs('us-east-1', 0),
        examination.lacking('arn:aws:iam::444455556666:user/op', [], '*'),
      ];
      for (const question of unknown) expect((await rejectionOf(question)).name).to.equal('NotKnown');
      expect(await examination.invocationLogging('eu-west-1')).to.equal(undefined);
      expect(await examination.deliveryStream('us-east-1', 'other')).to.equal(undefined);
      expect(await examination.eventRule('us-east-1', 'other')).to.equal(undefined);
      expect(await examination.holdersOf('arn:aws:iam::444455556666:policy/other', 'policy')).to.equal(undefined);
      expect(await examination.subscriptions('us-east-1', '/other')).to.deep.equal([]);
    });
  });
});
