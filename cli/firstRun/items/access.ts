import type { AuditEntry } from '../../../domain/audit/auditEntry.js';
import { DAY_MS } from '../../../domain/instant.js';
import { objectAt, stringAt } from '../../../domain/json.js';
import { many } from '../../doctor/checks/words.js';
import type { FirstRun, Item } from '../item.js';
import { judged, open } from '../seen.js';
import { own, READS_METRICS } from './metrics.js';

const SPAN_MS = 3 * DAY_MS;

async function auditOf({ audit, now }: FirstRun, source: string): Promise<readonly AuditEntry[]> {
  const found: AuditEntry[] = [];
  for await (const page of audit.all(now - SPAN_MS, now + 1)) {
    found.push(...page.filter(({ eventSource }) => eventSource === source));
  }
  return found;
}

const READS_AUDIT = ['dynamodb:Query'];

export const IAM_EVENTS: Item = {
  id: 'iam-events',
  claim: 'IAM’s events reach the stack: CloudTrail, the default bus of their Region, the rule, the stack’s bus.',
  why: 'By them a budget opens before the first call, and a Deny that somebody took away is noticed.',
  steps: [
    {
      run: 'aws iam attach-user-policy --user-name TEST_USER --policy-arn arn:aws:iam::aws:policy/AmazonBedrockLimitedAccess',
    },
    { say: 'Wait fifteen minutes.' },
  ],
  expect: 'An audit entry of the command, and a budget of the user.',
  otherwise: 'The doctor’s checks trail and event-forwarding. Tell us the minutes, or that none came in an hour.',
  look: {
    actions: READS_AUDIT,
    facts: ['events'],
    run: async (firstRun) => {
      const events = (await auditOf(firstRun, 'iam.amazonaws.com')).length;
      if (events === 0) return open('no event of IAM in three days', { events });
      return judged(true, `${many(events, 'event')} of IAM in three days`, { events });
    },
  },
};

export const KEY_EVENT: Item = {
  id: 'key-event',
  claim: 'The event CreateServiceSpecificCredential names the user in `requestParameters.userName`, and the service.',
  why: 'No real one is public; ours is made up. If the name stood elsewhere, a new key would open no budget before its first call.',
  steps: [
    { run: 'budgeteer keys create probe --limit 1 --expires 1d --reason "first run" --stack STACK' },
    { say: 'Wait fifteen minutes.' },
    { run: 'budgeteer keys revoke probe --stack STACK' },
  ],
  expect: 'An audit entry of the event with the user’s name and `bedrock.amazonaws.com`.',
  otherwise: 'Look the event up in CloudTrail’s event history, and tell us its field names without the values.',
  look: {
    actions: READS_AUDIT,
    facts: ['events', 'withUser', 'withService'],
    run: async (firstRun) => {
      const all = await auditOf(firstRun, 'iam.amazonaws.com');
      const found = all.filter(({ eventType }) => eventType === 'CreateServiceSpecificCredential');
      if (found.length === 0) return open('no key was made in three days');
      const having = (name: string): number =>
        found.filter(({ details }) => stringAt(objectAt(details, 'requestParameters'), name) !== undefined).length;
      const facts = { events: found.length, withUser: having('userName'), withService: having('serviceName') };
      const text = `${many(facts.events, 'event')}, ${facts.withUser} with the user, ${facts.withService} with the service`;
      return judged(facts.withUser + facts.withService === 2 * facts.events, text, facts);
    },
  },
};

export const SUSPENSION_SEEN: Item = {
  id: 'suspension-seen',
  claim: 'IAM shows a Deny within four minutes, and enforces it.',
  why: 'AWS promises no time. A suspension that is not seen within ten looks in four minutes fails and is tried again.',
  steps: [
    { run: 'budgeteer suspend TEST_USER --reason "first run" --stack STACK' },
    { say: 'As that user, call each ten seconds until the answer is AccessDenied, and note the seconds.' },
  ],
  expect: 'AccessDenied within a minute, the suspension confirmed within 240 s, and no call after it.',
  otherwise: 'Tell us the seconds. The runbook docs/runbooks/spend-after-suspension.md, if calls still pass.',
  look: {
    actions: READS_METRICS,
    facts: ['suspensions', 'mostSeconds', 'callsAfter'],
    run: async (firstRun) => {
      const suspensions = (await own(firstRun, 'SuspensionsConfirmed', 'budget-status')) ?? 0;
      const mostSeconds = (await own(firstRun, 'EnforcementSeconds', 'budget-status', 'Maximum')) ?? 0;
      const callsAfter = (await own(firstRun, 'InvocationsAfterSuspension', 'usage-calculator')) ?? 0;
      const facts = { suspensions, mostSeconds, callsAfter };
      if (suspensions === 0) return open('nobody was suspended in three days, or `monitoring` is not full', facts);
      const text = `${many(suspensions, 'suspension')}, the slowest after ${Math.round(mostSeconds)} s, ${many(callsAfter, 'call')} in spite of it`;
      return judged(mostSeconds <= 240 && callsAfter === 0, text, facts);
    },
  },
};

export const RESTORATION_SEEN: Item = {
  id: 'restoration-seen',
  claim: 'A restored user has exactly what it had before.',
  why: 'Nobody may stay locked out, nor come back with more.',
  steps: [
    { run: 'aws iam list-attached-user-policies --user-name TEST_USER' },
    { run: 'budgeteer restore TEST_USER --reason "first run" --stack STACK' },
    { run: 'aws iam list-attached-user-policies --user-name TEST_USER' },
  ],
  expect: 'The same list as before the suspension, the restoration confirmed, a call that is answered.',
  otherwise: 'Detach the policy bedrock-budgeteer-STACK-deny by hand, and tell us which workflow failed.',
  look: {
    actions: READS_METRICS,
    facts: ['restorations', 'failedWorkflows'],
    run: async (firstRun) => {
      const restorations = (await own(firstRun, 'RestorationsConfirmed', 'budget-status')) ?? 0;
      const failedWorkflows = (await own(firstRun, 'WorkflowsFailed', 'budget-status')) ?? 0;
      const facts = { restorations, failedWorkflows };
      if (restorations + failedWorkflows === 0)
        return open('nobody was restored in three days, or `monitoring` is not full', facts);
      const text = `${many(restorations, 'restoration')}, ${many(failedWorkflows, 'workflow')} failed`;
      return judged(failedWorkflows === 0, text, facts);
    },
  },
};
