import type { Instant } from '../../domain/instant.js';
import type { UsageLedger } from '../../handlers/ports/usageLedger.js';
import type { FunctionServices } from '../world/functions/services.js';

/** Notes when each call was charged for the first time; beyond that the services are as they were. */
export function observed(services: FunctionServices, chargedAt: Map<string, Instant>): FunctionServices {
  return {
    ...services,
    ledger: (region, tables) => {
      const ledger = services.ledger(region, tables);
      const charge: UsageLedger['charge'] = async (change, entries) => {
        const answer = await ledger.charge(change, entries);
        for (const { record } of answer.kind === 'charged' ? entries : []) {
          if (!chargedAt.has(record.requestId)) chargedAt.set(record.requestId, Date.now());
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
