import type { EnforcementConfig } from '../../domain/iam/suspensionPlan.js';
import type { ENFORCEMENT_VARIABLES } from '../contracts/variables.js';
import type { Environment } from '../runtime/environment.js';
import { ConfigurationError } from '../runtime/errors.js';

/** With what the stack suspends: its permissions name the same. Throws ConfigurationError. */
export function readEnforcementConfig(
  environment: Environment<(typeof ENFORCEMENT_VARIABLES)[number]>,
): EnforcementConfig {
  const attachmentQuota = Number(environment.optional('ATTACHMENT_QUOTA') ?? '10');
  if (!Number.isInteger(attachmentQuota) || attachmentQuota < 1) {
    throw new ConfigurationError('environment: ATTACHMENT_QUOTA is not a whole number above 0');
  }
  return {
    denyPolicyArn: environment.required('DENY_POLICY_ARN'),
    denyBoundaryArn: environment.required('DENY_BOUNDARY_ARN'),
    fallsBackToBoundary: environment.optional('BOUNDARY_FALLBACK') === 'true',
    detachPolicyArns: environment.optionalList('DETACH_POLICY_ARNS'),
    deactivatesKeys: environment.optional('DEACTIVATE_KEYS') === 'true',
    attachmentQuota,
    personPolicyArns: environment.optionalList('PERSON_POLICY_ARNS'),
    ownRoles: environment.requiredList('OWN_ROLES'),
  };
}
