import type { AttributionRules } from '../domain/invocations/attribution.js';
import type { Settings } from '../domain/settings/settings.js';

/** What a stack's settings say about who called. */
export function attributionRules({ policy, usageMetadataKeys }: Settings): AttributionRules {
  return { personRoles: policy.personRoles, metadataKeys: usageMetadataKeys };
}
