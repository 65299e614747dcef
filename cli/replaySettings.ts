import { readSchedule, type GivenSchedule } from '../domain/calendar/readSchedule.js';
import type { Schedule } from '../domain/calendar/schedule.js';
import { isEntryName } from '../domain/settings/entryTexts.js';
import type { Settings } from '../domain/settings/settings.js';
import { configuredValues, given, readValues, withEntriesOf, type Values } from './stackSettings.js';
import { UserError } from './userError.js';

/** The flags of `replay` that say what budgets are like. */
export interface TermFlags {
  readonly stack?: string;
  /** A file of rules and teams. */
  readonly budgets?: string;
  readonly enforcement?: string;
  /** One or several, comma-separated. */
  readonly limit?: string;
  /** `daily`, `weekly`, `monthly`, `quarterly`, `yearly` or `30days` */
  readonly period?: string;
  readonly timeZone?: string;
  readonly warn?: string;
  readonly critical?: string;
  readonly exceeded?: string;
  readonly hardStop?: string;
  readonly grace?: string;
  readonly refreshDays?: string;
  readonly monitorMinutes?: string;
  readonly personRoles?: string;
  readonly personPolicies?: string;
}

/**
 * The settings under which records are replayed, one for each limit: those of the stack, or the defaults enforced; rules
 * and teams of `--budgets` in place of the stack's; flags before all of them, but for what a rule says itself. Throws
 * UserError.
 */
export function replaySettings(flags: TermFlags): readonly [Settings, ...Settings[]] {
  const configured = configuredValues('.', flags.stack);
  const schedule = givenSchedule(flags);
  const [first, ...others] = limitsOf(flags).map((limit) => settingsWith(limit, flags, configured, schedule));
  if (first === undefined) throw new TypeError('no limit');
  refuseSame(flags.limit, [first, ...others]);
  return [first, ...others];
}

function limitsOf({ limit }: TermFlags): readonly (string | undefined)[] {
  return limit === undefined ? [undefined] : limit.split(',').map((part) => part.trim());
}

function settingsWith(
  limit: string | undefined,
  flags: TermFlags,
  configured: Values,
  schedule: GivenSchedule,
): Settings {
  const values = { ...configured, ...unlessStack(flags), ...settingsGiven(flags, limit) };
  const { budgets: file } = flags;
  if (file === undefined) return inCalendar(readValues(entriesInCalendar(values, schedule), ''), schedule);
  // What is wrong without the file is not the file's.
  readValues(withoutEntries(values), '');
  const withFile = entriesInCalendar(withEntriesOf(file, values), schedule);
  return inCalendar(readValues(withFile, `${file}: `), schedule);
}

/** Without a stack, a replay shows what budgets would do, so it enforces by default. */
function unlessStack({ stack }: TermFlags): Values {
  return stack === undefined ? { enforcement: 'enforce' } : {};
}

function settingsGiven(flags: TermFlags, limit: string | undefined): Values {
  return given({
    enforcement: flags.enforcement,
    budgetLimitUsd: limit,
    warnPercent: flags.warn,
    criticalPercent: flags.critical,
    exceededPercent: flags.exceeded,
    hardStopPercent: flags.hardStop,
    gracePeriodSeconds: flags.grace,
    refreshPeriodDays: flags.refreshDays,
    monitorIntervalMinutes: flags.monitorMinutes,
    personRoles: flags.personRoles,
    personPolicies: flags.personPolicies,
  });
}

function withoutEntries(values: Values): Values {
  return Object.fromEntries(Object.entries(values).filter(([name]) => !isEntryName(name)));
}

/** Reads the flags of the calendar. Throws UserError. */
function givenSchedule({ period: text, timeZone }: TermFlags): GivenSchedule {
  const [, days] = /^(\d+)days?$/.exec(text ?? '') ?? [];
  const period = days === undefined ? text : { days };
  const schedule = { ...(period === undefined ? {} : { period }), ...(timeZone === undefined ? {} : { timeZone }) };
  const problems: string[] = [];
  readSchedule(schedule, UTC_DAYS, problems);
  // As the flag is written: 30days.
  const said = problems.map((problem) =>
    problem.replace(JSON.stringify({ days }), JSON.stringify(text)).replaceAll('{days: N}', 'Ndays'),
  );
  if (said.length > 0) throw new UserError(said.join('; '));
  return schedule;
}

const UTC_DAYS: Schedule = { period: { every: 'days', days: 30 }, timeZone: 'UTC' };

/** Rules and teams have the stack's calendar where they say nothing of their own. */
function entriesInCalendar(values: Values, schedule: GivenSchedule): Values {
  const texts = Object.entries(values).map(([name, text]) => [
    name,
    isEntryName(name) ? JSON.stringify({ ...schedule, ...(JSON.parse(text) as object) }) : text,
  ]);
  return Object.fromEntries(texts) as Values;
}

function inCalendar(settings: Settings, schedule: GivenSchedule): Settings {
  const { policy } = settings;
  return { ...settings, policy: { ...policy, schedule: readSchedule(schedule, policy.schedule, []) } };
}

function refuseSame(text: string | undefined, settings: readonly Settings[]): void {
  const limits = new Set(settings.map(({ policy }) => policy.limitUsd.toFixed()));
  if (limits.size === settings.length) return;
  throw new UserError(`budgetLimitUsd: ${JSON.stringify(text)} has a limit twice; give each once, such as 20,50,100`);
}
