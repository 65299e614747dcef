import { EVENT_SOURCE } from '../../handlers/contracts/events.js';
import type { BusEvent } from '../../handlers/ports/eventBus.js';
import { EXAMPLE_ACCOUNT } from '../../local/world/logs/invocationRecord.js';

/** An event as EventBridge hands it to a target. */
export function busEnvelope({ eventId, detail }: BusEvent): unknown {
  return {
    version: '0',
    id: eventId,
    source: EVENT_SOURCE,
    'detail-type': detail.type,
    account: EXAMPLE_ACCOUNT,
    region: 'us-east-1',
    time: detail.at,
    resources: typeof detail['principalId'] === 'string' ? [detail['principalId']] : [],
    detail: { ...(JSON.parse(JSON.stringify(detail)) as object), eventId },
  };
}
