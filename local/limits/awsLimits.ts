import { COMPUTE_LIMITS } from './computeLimits.js';
import { IDENTITY_LIMITS } from './identityLimits.js';
import { limitsOf, type Limit, type Limits } from './limit.js';
import { MESSAGING_LIMITS } from './messagingLimits.js';
import { MONITORING_LIMITS } from './monitoringLimits.js';
import { STORAGE_LIMITS } from './storageLimits.js';

/**
 * What AWS takes at most, by type of resource; default quotas where AWS raises them on request. Pages are cited by title:
 * those of SNS, EventBridge, CloudWatch, Lambda and SSM were read on 2026-11-28, the others are to be checked.
 */
export const AWS_LIMITS: Readonly<Record<string, Limits>> = {
  ...COMPUTE_LIMITS,
  ...IDENTITY_LIMITS,
  ...MESSAGING_LIMITS,
  ...MONITORING_LIMITS,
  ...STORAGE_LIMITS,
};

/** On every resource that takes tags; those of S3 objects aside. */
export const TAG_LIMITS: readonly Limit[] = [
  ...limitsOf('Tagging AWS Resources User Guide, limits', ['tags', 50, 'entries'], ['tags.*', 256, 'characters']),
];

/** Switches and references: AWS limits nothing of them that a plan could exceed. */
export const WITHOUT_LIMITS: readonly string[] = [
  'aws:bedrockmodel/invocationLoggingConfiguration:InvocationLoggingConfiguration',
  'aws:kms/keyPolicy:KeyPolicy',
  'aws:s3/bucketOwnershipControls:BucketOwnershipControls',
  'aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock',
  'aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration',
  'aws:s3/bucketVersioning:BucketVersioning',
];
