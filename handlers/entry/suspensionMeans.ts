import type { SuspensionMeans } from '../../domain/suspensionPlan.js';
import { ConfigurationError } from '../errors.js';
import { optional, required, requiredList } from './environment.js';

/** With what the stack suspends: its permissions name the same. Throws ConfigurationError. */
export function suspensionMeans(): SuspensionMeans {
  const attachmentQuota = Number(optional('ATTACHMENT_QUOTA') ?? '10');
  if (!Number.isInteger(attachmentQuota) || attachmentQuota < 1) {
    throw new ConfigurationError('environment: ATTACHMENT_QUOTA is not a whole number above 0');
  }
  return {
    denyPolicyArn: required('DENY_POLICY_ARN'),
    denyBoundaryArn: required('DENY_BOUNDARY_ARN'),
    detachPolicyArns: optional('DETACH_POLICY_ARNS') === undefined ? [] : requiredList('DETACH_POLICY_ARNS'),
    deactivatesKeys: optional('DEACTIVATE_KEYS') === 'true',
    attachmentQuota,
    ownRoles: requiredList('OWN_ROLES'),
  };
}
