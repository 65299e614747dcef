import { formatInstant } from '../../domain/instant.js';
import { modelName } from '../../domain/modelReference.js';
import { displayUsd } from '../../domain/money.js';
import type { MeteredRecord } from '../metering/meter.js';
import { colours, displayPrincipal } from './display.js';

/** One record as `cost` prints it for people. */
export function costLine(metered: MeteredRecord): string {
  if (metered.kind === 'uncharged') {
    const line = `${metered.status.padEnd(11)}  ${metered.record.location}: ${metered.reason}`;
    return metered.status === 'invalid' ? colours.bad(line) : colours.quiet(line);
  }
  const { invocation, status } = metered;
  const head = `${status.padEnd(11)}  ${formatInstant(invocation.timestamp)}  ${displayPrincipal(invocation.principal.principalId)}`;
  const model = modelName(invocation.model);
  if (metered.kind === 'duplicate') return colours.quiet(`${head}  ${model}  ${metered.reason}`);
  const { costUsd, reasons, notes } = metered.cost;
  const why = [...reasons, ...notes];
  const line = `${head}  ${model}  ${displayUsd(costUsd)}${why.length > 0 ? `  (${why.join('; ')})` : ''}`;
  return status === 'priced' ? line : colours.notice(line);
}
