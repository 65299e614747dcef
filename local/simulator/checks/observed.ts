import type { UsageLedger } from '../../../handlers/ports/usageLedger.js';
import type { Services } from '../../../handlers/ports/services.js';
import type { ChargedAt } from './watched.js';

/** Notes when each call was charged for the first and the last time; beyond that the services are as they were. */
export function observed(services: Services, chargedAt: Map<string, ChargedAt>): Services {
  return {
    ...services,
    ledger: (tables) => {
      const ledger = services.ledger(tables);
      const charge: UsageLedger['charge'] = async (change, entries) => {
        const answer = await ledger.charge(change, entries);
        for (const { record } of answer.kind === 'charged' ? entries : []) {
          const last = Date.now();
          chargedAt.set(record.requestId, { first: chargedAt.get(record.requestId)?.first ?? last, last });
        }
        return answer;
      };
      return {
        charge,
        charged: (keys) => ledger.charged(keys),
        find: (keys) => ledger.find(keys),
        provisional: (since, from) => ledger.provisional(since, from),
      };
    },
  };
}
