import type { OverrideCommand } from '../../domain/budget/commands.js';
import type { Principal } from '../../domain/iam/principal.js';
import { parseInstant, type Instant } from '../../domain/instant.js';
import type { JsonObject } from '../../domain/json.js';
import { isMoreThan, parseUsd, ZERO_USD, type Usd } from '../../domain/money.js';
import { UnreadableEventError } from '../runtime/errors.js';
import { textIn } from '../runtime/taskInput.js';

export type OverrideOperation = 'set-limit' | 'top-up' | 'exempt' | 'clear-overrides';

/** Reads what an operator decides for one budget. Throws UnreadableEventError naming the field. */
export function readOverride(operation: OverrideOperation, fields: JsonObject, principal: Principal): OverrideCommand {
  const by = { principal, by: textIn(fields, 'by'), reason: textIn(fields, 'reason') };
  switch (operation) {
    case 'set-limit':
      return { type: 'SetLimit', from: 'set-limit', ...by, ...untilIn(fields), limitUsd: amountIn(fields, 'limitUsd') };
    case 'top-up':
      return { type: 'TopUp', ...by, ...untilIn(fields), amountUsd: amountIn(fields, 'amountUsd') };
    case 'exempt':
      return { type: 'Exempt', ...by, ...untilIn(fields) };
    case 'clear-overrides':
      return { type: 'ClearOverrides', ...by };
  }
}

function amountIn(fields: JsonObject, name: string): Usd {
  const text = textIn(fields, name);
  const amount = parseUsd(text);
  if (amount !== undefined && isMoreThan(amount, ZERO_USD)) return amount;
  throw new UnreadableEventError(
    `${name}: ${JSON.stringify(text)} is not an amount of USD above 0, such as 25 or 0.50`,
  );
}

function untilIn(fields: JsonObject): { readonly until?: Instant } {
  if (fields['until'] === undefined) return {};
  const text = textIn(fields, 'until');
  const until = parseInstant(text);
  if (until !== undefined) return { until };
  throw new UnreadableEventError(
    `until: ${JSON.stringify(text)} is not an instant of ISO 8601, such as 2026-12-04T18:00:00+01:00`,
  );
}
