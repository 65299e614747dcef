import { grantsOf } from '../documents.js';
import type { ResourceRule } from '../rule.js';
import type { Condition, Principal, Statement } from '../statements.js';

/** Condition keys that say from which account a call comes. */
const ACCOUNT_KEYS = ['kms:calleraccount', 'aws:sourceaccount', 'aws:principalaccount'];

/** Firehose gives the account as external id (Firehose Developer Guide, "Controlling access"). */
const SOURCE_KEYS = ['aws:sourceaccount', 'aws:sourcearn', 'sts:externalid'];

/** Types that must not be public, whatever the condition: Amazon S3, SQS and SNS. */
const NEVER_OPEN = /^aws:(s3|sqs|sns)\//;

/**
 * Services whose trust needs no source: a principal of the account passes a function its role (Lambda Developer Guide,
 * "Execution role").
 */
const SOURCELESS_SERVICES = ['lambda.amazonaws.com'];

export const openPrincipals: ResourceRule = {
  name: 'no-open-principals',
  description: 'Nobody outside the account gets anything: no grant to * that a condition does not bind to an account.',
  scope: 'resource',
  violations: (resource) =>
    grantsOf(resource)
      .filter(({ grant }) => grant.principals.some(isOpen))
      .filter(({ kind, grant }) => kind === 'trust' || NEVER_OPEN.test(resource.type) || !isBound(grant))
      .map(({ kind }) => (kind === 'trust' ? 'lets everybody take the role on' : 'has a grant to everybody')),
};

export const serviceTrust: ResourceRule = {
  name: 'service-trust-names-its-source',
  description:
    'A service takes a role on for this account only (aws:SourceAccount, aws:SourceArn or sts:ExternalId); Lambda excepted.',
  scope: 'resource',
  violations: (resource) =>
    grantsOf(resource)
      .filter(({ kind, grant }) => kind === 'trust' && !grant.hasUnknownConditions)
      .filter(({ grant }) => !grant.conditions.some(namesSource))
      .flatMap(({ grant }) => grant.principals)
      .filter(({ kind, id }) => kind === 'Service' && !SOURCELESS_SERVICES.includes(id))
      .map(({ id }) => `lets ${id} take the role on for any account`),
};

/** Whether a principal includes everybody, even anonymous callers. */
export function isEverybody({ kind, id }: Principal): boolean {
  return id === '*' && ['*', 'AWS'].includes(kind);
}

function isOpen({ id }: Principal): boolean {
  return id.includes('*');
}

function isBound({ conditions, hasUnknownConditions }: Statement): boolean {
  const isAccount = ({ operator, key, values }: Condition): boolean =>
    ['StringEquals', 'StringLike'].includes(operator) && ACCOUNT_KEYS.includes(key) && values.every(isExact);
  return hasUnknownConditions || conditions.some(isAccount);
}

function namesSource({ operator, key, values }: Condition): boolean {
  return (
    /^(String|Arn)(Equals|Like)$/.test(operator) &&
    SOURCE_KEYS.includes(key) &&
    values.every((one) => !/^\*+$/.test(one))
  );
}

function isExact(value: string): boolean {
  return !/[*?]/.test(value);
}
