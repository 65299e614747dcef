import { failureMessage } from '../workflows/failureMessage.js';
import type { BusEvent } from './busEvent.js';
import { principalIncident, type Draft, type NoticeContext, type Builder } from './draft.js';
import type { NotifiedType } from '../contracts/events.js';
import type { Fact } from '../contracts/notice.js';
import { line } from './text.js';

export const systemNotices = {
  WorkflowFailed: (event: BusEvent, { prefix }: NoticeContext): Draft => ({
    topic: 'high-severity',
    severity: 'critical',
    title: `The ${event.text('workflow')} of ${event.who} failed`,
    facts: [
      who(event),
      { label: 'Error', value: event.inside('failure').text('Error') },
      { label: 'Cause', value: causeOf(event) },
      { label: 'Execution', value: event.text('execution') },
    ],
    consequence: 'It is tried again by itself: within 15 minutes or at the end of grace, then ever more slowly.',
    actions: [
      `Read the message in queue ${prefix}-workflow-dead-letters; an execution with its input goes on at once.`,
    ],
    incident: principalIncident(event.principalId, 'open'),
    group: 'WorkflowFailed',
  }),
  RestorationSkipped: (event: BusEvent): Draft => ({
    topic: 'operational-alerts',
    severity: 'info',
    title: `There was nothing to restore for ${event.who}`,
    facts: [who(event), { label: 'Reason', value: event.text('reason') }],
    consequence: 'Nothing was changed.',
    actions: [],
    group: 'RestorationSkipped',
  }),
  StrayDenyFound: (event: BusEvent, { prefix }: NoticeContext): Draft => ({
    topic: 'operational-alerts',
    severity: 'error',
    title: `${event.who} has the Deny and is not suspended`,
    facts: [who(event)],
    consequence: 'It cannot call Bedrock although its budget allows it. Nothing is changed by itself.',
    actions: [`Detach policy ${prefix}-deny, or boundary ${prefix}-deny-boundary, if nobody attached it on purpose.`],
    group: 'StrayDenyFound',
  }),
  PriceChangeQuarantined: (event: BusEvent): Draft => ({
    topic: 'operational-alerts',
    severity: 'error',
    title: `A price of ${event.text('modelId')} in ${event.text('region')} was not taken over`,
    facts: [
      { label: 'Rate', value: rateName(event) },
      { label: 'In use', value: event.has('fromUsdPer1000') ? event.text('fromUsdPer1000') : 'none' },
      { label: 'Of AWS', value: event.text(event.has('toUsdPer1000') ? 'toUsdPer1000' : 'found') },
      { label: 'Reason', value: event.text('reason') },
      ...(event.has('sku') ? [{ label: 'Row', value: `${event.text('usageType')} (SKU ${event.text('sku')})` }] : []),
    ],
    consequence: 'Calls are charged at the price in use until the change is accepted or AWS changes it again.',
    actions: [
      'Compare it with the pricing page of Amazon Bedrock; a price book that states the new rate, deployed, releases it.',
      'docs/runbooks/price-age.md, "A price was refused", says how to accept it without a deployment.',
    ],
    group: 'PriceChangeQuarantined',
  }),
  PricesMissing: (event: BusEvent): Draft => ({
    topic: 'operational-alerts',
    severity: 'error',
    title: `Prices of ${event.text('region')} were not refreshed`,
    facts: [{ label: 'Reason', value: event.text('reason') }],
    consequence: 'Known prices stay in use, but do not count as refreshed; models without one have stand-in prices.',
    actions: ['See docs/runbooks/price-age.md, "Prices are missing".'],
    group: 'PricesMissing',
  }),
} satisfies Readonly<Partial<Record<NotifiedType, Builder>>>;

function rateName(event: BusEvent): string {
  const context = event.text('contextSize') === 'long' ? ', long context' : '';
  return `${event.text('scope')} ${event.text('dimension')} ${event.text('tier')}${context}, USD per 1,000`;
}

function causeOf(event: BusEvent): string {
  const { Cause } = event.inside('failure').detail;
  return typeof Cause === 'string' ? line(failureMessage(Cause), 600) || 'unknown' : 'unknown';
}

function who(event: BusEvent): Fact {
  return { label: 'Who', value: event.principalId };
}
