import * as pulumi from '@pulumi/pulumi';
import { bundleFunctions, unmadeBundles } from './infra/bundles.js';
import { Alarms } from './infra/components/alarms.js';
import { Configuration } from './infra/components/configuration.js';
import { Dashboards } from './infra/components/dashboards.js';
import { Encryption } from './infra/components/encryption.js';
import { BudgetBus } from './infra/components/eventBus.js';
import { Ingestion } from './infra/components/ingestion.js';
import { Network } from './infra/components/network.js';
import { Notifications } from './infra/components/notifications.js';
import { Processing } from './infra/components/processing.js';
import { Queue } from './infra/components/queue.js';
import { Storage } from './infra/components/storage.js';
import { SuspensionPolicies } from './infra/components/suspensionPolicies.js';
import { ManagementTrail } from './infra/components/trail.js';
import { Workflows } from './infra/components/workflows.js';
import { functionContext, latestPage } from './infra/context.js';
import { monitoredRegions, monitoredStack } from './infra/monitoring/monitored.js';
import { FAILURES } from './infra/names.js';
import { readIdentity } from './infra/readIdentity.js';
import { refuseHarm } from './infra/refuseHarm.js';
import { readStackConfig } from './infra/stackConfig.js';

const identity = await readIdentity(pulumi.getStack());
const config = readStackConfig(new pulumi.Config(), identity);
export const deployment = await refuseHarm(config, identity);
const bundles = `.bundles/${identity.stack}`;
// Set where nothing is deployed: `npm run plan`, `npm start`.
const withoutBundles = process.env['BUDGETEER_WITHOUT_BUNDLES'] === 'true';
const bundleOf = withoutBundles ? unmadeBundles(bundles) : bundleFunctions('.', bundles);

const { homeRegion: region } = identity;
const { keyArn } = new Encryption('encryption', { identity, region, protect: config.protectsData });
const storage = new Storage('storage', { ...config, identity, keyArn });
const configuration = new Configuration('configuration', { identity, settings: config.settingTexts });
const failures = new Queue('failures', { identity, region, keyArn, queueName: FAILURES, takesEvents: true });
const bus = new BudgetBus('events', { ...config, identity, deadLetterQueueArn: failures.arn });
if (config.createsTrail) {
  new ManagementTrail('trail', { ...config, identity, keyArn, retentionDays: config.trailRetentionDays });
}

const network =
  config.networkCidr === undefined ? undefined : new Network('network', { identity, cidrBlock: config.networkCidr });
const context = functionContext(config, identity, keyArn, bundleOf);
const shared = { context, busName: bus.busName, failures };
new SuspensionPolicies('suspension', { identity, personPolicies: config.settings.policy.personPolicies });
new Processing('processing', { ...config, ...shared, network, budgetStreamArn: storage.budgetStreamArn });
new Notifications('notifications', { ...shared, channels: config.channels, persons: config.persons });
const workflows = new Workflows('workflows', shared);
const ingestions = config.regions.map(
  (region) =>
    new Ingestion(`ingestion-${region}`, {
      ...config,
      context,
      network,
      region,
      protectsData: deployment.protectedRegions.includes(region),
    }),
);
const monitored = monitoredStack(identity, config);
for (const name of monitoredRegions(monitored)) new Alarms(`alarms-${name}`, { stack: monitored, region: name });
new Dashboards('dashboards', { stack: monitored });

export { region as homeRegion };
export const settings = configuration.path;
export const userBudgetsTable = context.variables.USER_BUDGETS_TABLE;
export const usageTrackingTable = context.variables.USAGE_TRACKING_TABLE;
export const auditLogsTable = context.variables.AUDIT_LOGS_TABLE;
export const pricingTable = context.variables.PRICING_TABLE;
export const teamSpendingTable = context.variables.TEAM_SPENDING_TABLE;
export const personPoliciesTable = context.variables.PERSON_POLICIES_TABLE;
export const eventBus = bus.busName;
export const budgetStatusFunction = workflows.budgetStatusFunction;
export const suspensionWorkflow = workflows.suspensionArn;
export const restorationWorkflow = workflows.restorationArn;
export const workflowDeadLetters = workflows.deadLetterQueueUrl;
export const failureQueue = failures.url;
export const denyPolicy = context.granted.enforcementConfig.denyPolicyArn;
export const denyBoundary = context.granted.enforcementConfig.denyBoundaryArn;
export const { ingestionPath } = config;
export const usageBuckets = ingestions.map(({ bucketName }) => bucketName);
export const dailyReport = latestPage(config, context);
export const quarantineQueues = ingestions.map(({ quarantineQueueUrl }) => quarantineQueueUrl);
