import { expect } from 'chai';
import { readFileSync } from 'node:fs';
import { CHECKS } from '../../../cli/doctor/checks/all.js';
import { diagnose } from '../../../cli/doctor/diagnosis.js';
import { diagnosisLines } from '../../../cli/doctor/diagnosisText.js';
import { doctorPage } from '../../../cli/doctor/doctorPage.js';
import { NotKnown } from '../../../cli/doctor/unanswered.js';
import { rejectionOf } from '../../rejection.js';
import { entry, usage } from '../../contracts/budgetRows.js';
import { ALARM, budget, BUDGETS, diagnosisOf, HEALTHY, HOUR, illsOf, NOW, stackWith, userId } from './patient.js';

function denied(action: string): Error {
  const message = `User: arn:aws:iam::444455556666:user/op is not authorized to perform: ${action} because no policy`;
  return Object.assign(new Error(message), { name: 'AccessDeniedException', $metadata: {} });
}

describe('diagnose', () => {
  it('names the action that is missing, and makes all other checks', async () => {
    const lacking = { examination: { queue: () => Promise.reject(denied('sqs:GetQueueUrl')) } };
    const ills = await illsOf(lacking);
    expect(ills.map(({ check, level, action }) => [check, level, action])).to.deep.equal([
      ['queues', 'not checked', 'sqs:GetQueueUrl'],
      ['queues', 'not checked', 'sqs:GetQueueUrl'],
    ]);
    expect(ills[0]?.text).to.equal('us-east-1: this shell may not sqs:GetQueueUrl');
    expect(ills[0]?.fixes).to.deep.equal(['allow sqs:GetQueueUrl to whoever runs this, see docs/doctor.md']);
  });

  it('looks at the other Regions where one does not answer', async () => {
    const timeout = Object.assign(new Error('timed\nout'), { name: 'TimeoutError' });
    const ills = await illsOf({
      examination: {
        alarms: (region) =>
          region === 'us-east-1' ? Promise.reject(timeout) : HEALTHY.alarms(region, 'bedrock-budgeteer-prod-'),
      },
    });
    expect(ills.map(({ text }) => text)).to.deep.equal(['us-east-1: TimeoutError: timed out']);
  });

  it('says so where nobody can know', async () => {
    const ills = await illsOf({ examination: { lacking: () => Promise.reject(new NotKnown('this shell is root')) } });
    expect(ills).to.deep.equal([{ check: 'permissions', level: 'not checked', text: 'this shell is root', fixes: [] }]);
  });

  it('gives up without credentials', async () => {
    const expired = Object.assign(new Error('expired'), { name: 'ExpiredTokenException', $metadata: {} });
    const error = await rejectionOf(diagnosisOf({ examination: { trails: () => Promise.reject(expired) } }));
    expect(error).to.equal(expired);
  });

  it('does not hide a defect', async () => {
    const defect = new TypeError('x is undefined');
    const error = await rejectionOf(diagnosisOf({ examination: { trails: () => Promise.reject(defect) } }));
    expect(error).to.equal(defect);
  });

  it('reads all budgets once, and says what it cost', async () => {
    const stack = await stackWith({});
    const names: string[] = [];
    const { readUnits } = await diagnose(CHECKS, {
      stack,
      partition: 'aws',
      examination: HEALTHY,
      bedrockRegions: [],
      onCheck: ({ name }) => {
        names.push(name);
      },
    });
    expect([stack.scans(), readUnits]).to.deep.equal([1, 2]);
    expect(names).to.deep.equal(CHECKS.map(({ name }) => name));
  });

  it('draws no conclusion where only the last charged principals were asked', async () => {
    const busy = Array.from({ length: 21 }, (_, index) => budget(userId(`busy-${index}`)));
    const ills = await illsOf({ budgets: [...BUDGETS.slice(1), ...busy] });
    expect(ills.map(({ check, level }) => [check, level])).to.deep.equal([
      ['log-arriving', 'not checked'],
      ['log-arriving', 'not checked'],
    ]);
    expect(ills[0]?.text).to.contain('the 20 principals that were charged last did not call here');
  });

  it('wants actions of the alarms in the home Region alone', async () => {
    const ills = await illsOf({ examination: { alarms: () => Promise.resolve([{ ...ALARM, hasActions: false }]) } });
    expect(ills.map(({ text }) => text.split(':')[0])).to.deep.equal(['us-east-1']);
  });

  it('asks for no charge while the last call is young', async () => {
    const ills = await illsOf({ calledIn: [], examination: { lastLogEvent: () => Promise.resolve(NOW - 60_000) } });
    expect(ills).to.deep.equal([]);
  });

  it('takes the last call of several pages', async () => {
    const stack = await stackWith({});
    const at = (timestamp: number) => [entry(usage(`${timestamp}`, { timestamp }))];
    const pages = async function* () {
      await Promise.resolve();
      yield at(NOW - HOUR);
      yield at(NOW - HOUR / 2);
    };
    const { findings } = await diagnose(
      CHECKS.filter(({ name }) => name === 'log-arriving'),
      {
        stack: { ...stack, regions: ['us-east-1'], usage: { ...stack.usage, of: pages } },
        partition: 'aws',
        examination: HEALTHY,
        bedrockRegions: [],
        onCheck: () => undefined,
      },
    );
    expect(findings.map(({ text }) => text)).to.deep.equal([
      'us-east-1: last log event 2026-11-28 11:00 UTC, last charged call 2026-11-28 11:30 UTC',
    ]);
  });
});

describe('diagnosisLines', () => {
  const finding = (level: 'problem' | 'ok', fixes: readonly string[]) => {
    return { check: 'trail', level, text: 'a trail '.repeat(12).trim(), fixes };
  };

  it('fits 80 columns, with commands whole', () => {
    const long = `aws ${'x'.repeat(100)}`;
    const findings = [finding('problem', [long, 'docs/persons.md', 'allow it']), finding('ok', [])];
    const lines = diagnosisLines({ findings, readUnits: 3 });
    const plain = lines.map((line) => line.replaceAll(/\u001b\[\d+m/g, ''));
    expect(plain).to.include.members([`${' '.repeat(13)}$ ${long}`, `${' '.repeat(13)}see docs/persons.md`]);
    expect(plain).to.include(`${' '.repeat(13)}allow it`);
    expect(plain.filter((line) => !line.includes(long)).every((line) => line.length <= 80)).to.equal(true);
    expect(plain.at(-1)).to.equal('1 ok, 1 problem; 3 read units');
  });
});

describe('docs/doctor.md', () => {
  it('has the checks as they are', () => {
    const page = readFileSync('docs/doctor.md', 'utf8');
    expect(doctorPage(page)).to.equal(page);
  });
});
