import type { Rule } from '../rule.js';
import { suspensionPolicyProtection, tableProtection } from './deletionProtection.js';
import { bucketKeys, keyRotation, ownKeys } from './encryption.js';
import { policyWriters } from './policyWriters.js';
import { openPrincipals, serviceTrust } from './principals.js';
import { bucketAccessBlock, openIngress, permissionSources } from './publicAccess.js';
import { readablePolicies } from './readablePolicies.js';
import { bucketLifecycle, logRetention, tableRecovery } from './retention.js';
import { requiredTags } from './tags.js';
import { tlsOnly } from './tls.js';
import { actionWildcards, invertedGrants, resourceWildcards } from './wildcards.js';

export const RULES: readonly Rule[] = [
  readablePolicies,
  actionWildcards,
  resourceWildcards,
  invertedGrants,
  openPrincipals,
  serviceTrust,
  policyWriters,
  ownKeys,
  bucketKeys,
  keyRotation,
  tlsOnly,
  logRetention,
  tableRecovery,
  bucketLifecycle,
  tableProtection,
  suspensionPolicyProtection,
  bucketAccessBlock,
  openIngress,
  permissionSources,
  requiredTags,
];
