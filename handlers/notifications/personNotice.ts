import { isOneself } from '../../domain/settings/personAddresses.js';
import type { Notice } from '../contracts/notice.js';
import { BusEvent } from './busEvent.js';

/** What a person reads in place of what operators do. */
type Told = Pick<Notice, 'title' | 'consequence' | 'actions'>;

interface Asked {
  readonly event: BusEvent;
  readonly notice: Notice;
  /** Whom to ask, as `reply to this mail`. */
  readonly ask: string;
}

/** Where nobody else is named. */
export const ASK_OPERATORS = 'ask those who run the Bedrock budgets of this account';

/** The same notice for whom it is about; undefined where that person is not told of it. */
export function personNotice(notice: Notice, ask: string = ASK_OPERATORS): Notice | undefined {
  if (notice.isSilent === true || !isToldToPersons(notice.type)) return undefined;
  const event = new BusEvent(notice.data);
  const told = TOLD[notice.type]({ event, notice, ask });
  // Others read of whom it is; they share a role or a team.
  return { ...notice, ...told, title: isOneself(event.principalId) ? told.title : notice.title };
}

/** Whom a notice of one of our events is about. */
export function principalIdOf({ data }: Notice): string | undefined {
  const id = data['principalId'];
  return typeof id === 'string' ? id : undefined;
}

/** Warned, about to lose access, suspended, back. What is for operators alone is not here. */
const TOLD = {
  ThresholdReached: ({ event, notice, ask }: Asked): Told => ({
    title: warningOf(event),
    consequence:
      event.has('graceDeadline') || event.is('enforceable')
        ? notice.consequence
        : 'Your access stays for now. Those who run the budgets are told as well.',
    actions: event.has('graceDeadline') ? beforeSuspension(event, ask) : [SPEND_LESS, `To have more, ${ask}.`],
  }),
  GraceNotice: ({ event, notice, ask }: Asked): Told => ({
    title: `You lose your Bedrock access at ${event.time('graceDeadline')}`,
    consequence: notice.consequence,
    actions: beforeSuspension(event, ask),
  }),
  GraceCancelled: ({ notice }: Asked): Told => ({
    title: 'You keep your Bedrock access',
    consequence: notice.consequence,
    actions: [],
  }),
  AccessSuspended: ({ event, ask }: Asked): Told => ({
    title: event.has('team')
      ? `Your Bedrock access is suspended: team ${event.text('team')} is over its limit`
      : 'Your Bedrock access is suspended',
    consequence: event.has('team')
      ? `AWS refuses calls of Bedrock, for team ${event.text('team')} is over its limit. Access comes back by itself once the team has room again, at the latest when the team's budget resets. Other AWS access stays.`
      : `AWS refuses calls of Bedrock. Access comes back by itself after ${event.resets()}, or once the limit is raised; if an operator suspended it, by hand alone. Other AWS access stays.`,
    actions: ['Stop jobs that call Bedrock: their calls fail until then.', `To be let back sooner, ${ask}.`],
  }),
  AccessRestored: ({ event, ask }: Asked): Told => {
    const isWhole = event.list('notRestored').length === 0;
    return {
      title: isWhole ? 'You have your Bedrock access back' : 'You have your Bedrock access back, but not all of it',
      consequence: isWhole ? 'Calls work again as before.' : 'What is named could not be given back.',
      actions: isWhole ? [] : [`Should something be missing, ${ask}.`],
    };
  },
  TeamSuspended: ({ notice, ask }: Asked): Told => ({
    title: notice.title,
    consequence: notice.consequence,
    actions: [`To have the members let back sooner, ${ask}.`],
  }),
  TeamRestored: ({ notice }: Asked): Told => ({
    title: notice.title,
    consequence: notice.consequence,
    actions: [],
  }),
} as const satisfies Readonly<Record<string, (asked: Asked) => Told>>;

export const PERSON_TYPES = Object.keys(TOLD) as readonly (keyof typeof TOLD)[];

const SPEND_LESS = 'To stay within it, use a cheaper model, shorter prompts or prompt caching, or wait for the reset.';

function isToldToPersons(type: string): type is keyof typeof TOLD {
  return Object.hasOwn(TOLD, type);
}

function warningOf(event: BusEvent): string {
  if (event.has('graceDeadline')) {
    return `You have used up your Bedrock budget, access ends ${event.time('graceDeadline')}`;
  }
  return event.hasReached(100)
    ? 'You have used up your Bedrock budget'
    : `You have used ${event.percent()} of your Bedrock budget`;
}

function beforeSuspension(event: BusEvent, ask: string): readonly string[] {
  return [
    `To keep access, have the limit raised before ${event.time('graceDeadline')}: ${ask}.`,
    'Bring running jobs to a point where their calls may fail.',
  ];
}
