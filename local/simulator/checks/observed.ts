import type { UsageLedger } from '../../../handlers/ports/usageLedger.js';
import type { FunctionServices } from '../../world/compute/functions/services.js';
import type { ChargedAt } from './watched.js';

/** The same services, which note when each call was charged first and last. */
export function observed(services: FunctionServices, chargedAt: Map<string, ChargedAt>): FunctionServices {
  return {
    ...services,
    ledger: (region, tables) => {
      const ledger = services.ledger(region, tables);
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
        provisional: (since, from) => ledger.provisional(since, from),
      };
    },
  };
}
