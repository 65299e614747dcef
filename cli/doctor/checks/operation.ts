import { displayTime } from '../../../domain/display.js';
import { FAILURES, METER_FAILURES, QUARANTINE, WORKFLOW_DEAD_LETTERS } from '../../../infra/names.js';
import { physicalName } from '../../../infra/identity.js';
import { KINDS } from '../../../infra/monitoring/alarmKinds.js';
import { allRegions, inEach, type Check, type Patient } from '../check.js';
import type { AlarmState } from '../examination.js';
import { ok, problem, warning, type Finding } from '../finding.js';
import { many, refreshedUp } from './words.js';

export const QUEUES: Check = {
  name: 'queues',
  asks: 'Are the queues of what failed for good empty?',
  means:
    'A message there is an event, an execution or a log event that had no effect and waits for a person, for two weeks.',
  fix: 'The runbooks [dead-letters](runbooks/dead-letters.md) and [quarantine](runbooks/quarantine.md).',
  actions: ['sqs:GetQueueUrl', 'sqs:GetQueueAttributes'],
  run: (patient) => {
    const { stack } = patient;
    return inEach(allRegions(stack), async (region) => {
      const queues = [
        ...(region === stack.homeRegion ? [FAILURES, WORKFLOW_DEAD_LETTERS] : []),
        ...(stack.regions.includes(region) ? [METER_FAILURES, QUARANTINE] : []),
      ];
      return Promise.all(queues.map((queue) => queueIn(patient, region, queue)));
    });
  },
};

async function queueIn({ stack, identity, examination }: Patient, region: string, queue: string): Promise<Finding> {
  const name = physicalName(identity, queue);
  const state = await examination.queue(region, name);
  if (state === undefined) return problem(`${region}: there is no queue ${name}`, ...refreshedUp(stack.name));
  if (state.messages === 0) return ok(`${region}: ${queue} is empty`);
  const receive = `aws sqs receive-message --region ${region} --max-number-of-messages 10 --queue-url ${state.url}`;
  const runbook = `docs/runbooks/${queue === QUARANTINE ? 'quarantine' : 'dead-letters'}.md`;
  return problem(`${region}: ${queue} holds ${many(state.messages, 'message')}`, receive, runbook);
}

export const ALARMS: Check = {
  name: 'alarms',
  asks: 'Are the stack’s alarms there, with actions in the home Region, and is one ringing?',
  means: 'An alarm says what is lost, late or not enforced. In other Regions a rule forwards them (event-forwarding).',
  fix: 'Each alarm has a [runbook](runbooks/README.md).',
  actions: ['cloudwatch:DescribeAlarms'],
  run: ({ stack, identity, examination }) =>
    inEach(allRegions(stack), async (region) => {
      const prefix = physicalName(identity, '');
      const alarms = await examination.alarms(region, prefix);
      if (alarms.length === 0) return [problem(`${region}: the stack has no alarms`, ...refreshedUp(stack.name))];
      const ringing = alarms.filter(({ state }) => state === 'ALARM');
      const silent = region === stack.homeRegion ? alarms.filter(({ hasActions }) => !hasActions) : [];
      const names = silent.map(({ name }) => name);
      return [
        ...ringing.map((alarm) => ringingFinding(region, alarm, prefix)),
        ...(names.length === 0
          ? []
          : [
              warning(
                `${region}: ${many(names.length, 'alarm')} without actions: ${names.slice(0, 3).join(', ')}${names.length > 3 ? ', …' : ''}`,
                `aws cloudwatch enable-alarm-actions --region ${region} --alarm-names ${names.join(' ')}`,
              ),
            ]),
        ...(ringing.length + names.length === 0 ? [ok(`${region}: ${many(alarms.length, 'alarm')}, none rings`)] : []),
      ];
    }),
};

function ringingFinding(region: string, { name, since, reason }: AlarmState, prefix: string): Finding {
  const label = name.slice(prefix.length);
  const kind = KINDS.filter((one) => label.startsWith(one)).sort((left, right) => right.length - left.length)[0];
  const runbook = `docs/runbooks/${kind ?? 'README'}.md`;
  const when = since === undefined ? '' : ` since ${displayTime(since)}`;
  return problem(`${region}: ${label} rings${when}: ${reason}`, runbook);
}
