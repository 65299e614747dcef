import { IAMClient } from '@aws-sdk/client-iam';
import { defaultDocument, found } from '../../handlers/adapters/policyDocument.js';
import { entitiesOf } from '../release/awsRelease.js';
import { lackingActions } from './aws/lackingActions.js';
import { alarmsIn, metricIn } from './aws/metrics.js';
import { batchJobsIn, lastLogEventIn, loggingIn, streamIn, subscriptionsIn } from './aws/logs.js';
import { queueIn, ruleIn, trailsIn } from './aws/events.js';
import type { Examination } from './examination.js';

/** Asks AWS, with the shell's credentials. */
export function awsExamination(homeRegion: string): Examination {
  const iam = new IAMClient({ region: homeRegion });
  return {
    invocationLogging: loggingIn,
    lastLogEvent: lastLogEventIn,
    subscriptions: subscriptionsIn,
    deliveryStream: streamIn,
    trails: trailsIn,
    eventRule: ruleIn,
    queue: queueIn,
    alarms: alarmsIn,
    metric: metricIn,
    batchJobs: batchJobsIn,
    holdersOf: async (policyArn, as) => {
      const usage = as === 'policy' ? 'PermissionsPolicy' : 'PermissionsBoundary';
      return found(entitiesOf(iam, policyArn, usage));
    },
    policyDocument: (policyArn) => defaultDocument(iam, policyArn),
    lacking: (caller, actions, resource) => lackingActions(iam, caller, actions, resource),
  };
}
