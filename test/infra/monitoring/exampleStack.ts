import type { Monitored } from '../../../infra/monitoring/monitored.js';

/** Like Pulumi.prod.yaml: calls in two Regions, of which the first is home. */
export const EXAMPLE_STACK: Monitored = {
  identity: { stack: 'prod', partition: 'aws', accountId: '444455556666', homeRegion: 'eu-west-1' },
  regions: ['eu-west-1', 'us-east-1'],
  logGroup: '/aws/bedrock/invocations',
  monitoring: 'full',
  runbookUrl: '',
  writesReport: true,
};
