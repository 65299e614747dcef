import { eventIdOf } from '../../runtime/eventId.js';
import type { Notice } from '../../contracts/notice.js';
import { cut } from '../text.js';

/** Limits of the Events API v2 (PagerDuty, "Send an alert event"). */
const MAX_KEY_CHARACTERS = 255;
const MAX_SUMMARY_CHARACTERS = 1024;

/** Opens the incident of a notice, or says more of it, or resolves it: all by the same key. */
export function pagerDutyEvent(notice: Notice, sender: string, routingKey: string): string {
  const { eventId, type, at, severity, title, facts, consequence, actions, incident } = notice;
  const dedupKey = keyOf(`${sender}/${incident?.key ?? eventId}`);
  const head = { routing_key: routingKey, dedup_key: dedupKey };
  if (incident?.state === 'resolved') return JSON.stringify({ ...head, event_action: 'resolve' });
  return JSON.stringify({
    ...head,
    event_action: 'trigger',
    client: 'Bedrock Budgeteer',
    payload: {
      summary: cut(title, MAX_SUMMARY_CHARACTERS),
      source: sender,
      severity,
      timestamp: at,
      component: 'bedrock-budgeteer',
      class: type,
      custom_details: {
        ...Object.fromEntries(facts.map(({ label, value }, index) => [`${index + 1} ${label}`, value])),
        consequence,
        actions,
        event_id: eventId,
      },
    },
  });
}

function keyOf(key: string): string {
  return key.length <= MAX_KEY_CHARACTERS ? key : eventIdOf(key);
}
