import { isMoreThan, parseUsd, ZERO_USD, type Usd } from '../../domain/money.js';
import { UserError } from '../userError.js';

/** `25`, `$25` or `0.50`. Throws UserError naming `place`. */
export function amountOf(text: string, place: string): Usd {
  const amount = parseUsd(text.replace(/^\$/, ''));
  if (amount !== undefined && isMoreThan(amount, ZERO_USD)) return amount;
  throw new UserError(
    `${place}: ${JSON.stringify(text)} is not an amount of USD above 0 and below a billion, such as 25 or $0.50`,
  );
}
