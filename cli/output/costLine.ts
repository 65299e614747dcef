import { formatInstant } from '../../domain/instant.js';
import { modelName } from '../../domain/invocations/modelReference.js';
import { displayUsd } from '../../domain/display.js';
import { addedUsd, type MeteredRecord } from '../metering/meter.js';
import { colours, displayPrincipal } from './display.js';

/** A record as `cost` prints it for people. */
export function costLine(metered: MeteredRecord): string {
  if (metered.kind === 'uncharged') {
    const line = `${metered.status.padEnd(11)}  ${metered.record.location}: ${metered.reason}`;
    return metered.status === 'invalid' ? colours.bad(line) : colours.quiet(line);
  }
  const { invocation, status } = metered;
  const head = `${status.padEnd(11)}  ${formatInstant(invocation.timestamp)}  ${displayPrincipal(invocation.principal.principalId)}`;
  const model = modelName(invocation.model);
  if (metered.kind === 'duplicate') return colours.quiet(`${head}  ${model}  ${metered.reason}`);
  const { cost, replaces } = metered;
  const before =
    replaces === undefined ? [] : [`beside ${displayUsd(replaces.costUsd)} for a smaller record of this requestId`];
  const hint = isHiddenByProfile(model) ? [PROFILE_HINT] : [];
  const why = [...before, ...cost.reasons, ...hint, ...cost.notes];
  const line = `${head}  ${model}  ${displayUsd(addedUsd(metered))}${why.length > 0 ? `  (${why.join('; ')})` : ''}`;
  return status === 'priced' ? line : colours.notice(line);
}

/** What tells the model behind an application inference profile. */
export const PROFILE_HINT = '--inference-profiles tells it';

/** Whether a model's name, or a reason, is of an application inference profile. */
export function isHiddenByProfile(text: string): boolean {
  return /\bapplication-inference-profile\//.test(text);
}
