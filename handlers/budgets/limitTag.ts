import type { Tag } from '../../domain/iam/iamChange.js';
import type { PolicyHolder } from '../../domain/iam/principal.js';
import { isMoreThan, parseUsd, ZERO_USD, type Usd } from '../../domain/money.js';
import type { Settings } from '../../domain/settings/settings.js';
import type { IamDirectory } from '../ports/iamDirectory.js';
import type { Telemetry } from '../ports/telemetry.js';

/** An amount of USD on a user or role; whoever may tag may then set limits, so a stack has to trust it. */
const LIMIT_TAG = 'BedrockBudgeteer:LimitUsd';

export interface LimitPorts {
  readonly iamDirectory: IamDirectory;
  readonly telemetry: Telemetry;
}

/** The limit that a budget opens with: by the tag where the stack trusts tags, else, or if it is no amount, the default. */
export async function openingLimit(
  { iamDirectory, telemetry }: LimitPorts,
  { type, name }: PolicyHolder,
  tags: readonly Tag[],
  { trustLimitTags, budgetLimitUsd }: Settings,
): Promise<Usd> {
  if (!trustLimitTags) return budgetLimitUsd;
  const given = tags.find(({ key }) => key === LIMIT_TAG)?.value;
  const text = given ?? (await iamDirectory.tag(type, name, LIMIT_TAG));
  if (text === undefined) return budgetLimitUsd;
  const limit = parseUsd(text);
  if (limit !== undefined && isMoreThan(limit, ZERO_USD)) return limit;
  telemetry.warn('limit tag is no amount of USD above 0; the default limit holds', { [type]: name, tag: LIMIT_TAG });
  return budgetLimitUsd;
}
