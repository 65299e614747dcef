import type { EventBus } from '../../../handlers/ports/eventBus.js';
import { EVENT_SOURCE } from '../../../handlers/contracts/eventSource.js';
import type { HttpPoster } from '../../../handlers/ports/httpPoster.js';
import type { InferenceProfileDirectory } from '../../../handlers/ports/inferenceProfiles.js';
import type { ObjectStore } from '../../../handlers/ports/objectStore.js';
import type { PriceList } from '../../../handlers/ports/priceList.js';
import type { Quarantine } from '../../../handlers/ports/quarantine.js';
import type { Secrets } from '../../../handlers/ports/secrets.js';
import type { SettingsSource } from '../../../handlers/ports/settingsSource.js';
import type { Topics } from '../../../handlers/ports/topics.js';
import type { TopicName } from '../../../handlers/contracts/topics.js';
import type { Buckets } from '../logs/buckets.js';
import type { BusEntry } from '../events/busEntry.js';
import type { BusNames } from '../events/busNames.js';
import type { FunctionServices } from './functions/services.js';
import { withAuthorization } from '../iam/withAuthorization.js';
import { iamAccess, iamDirectory, type IamPlace } from '../iam/iamServices.js';
import type { FunctionDeclaration } from './functionDeclaration.js';
import type { Parameters } from '../tables/parameters.js';
import type { Access } from '../iam/policyStatements.js';
import type { Queues } from '../events/queues.js';
import type { Roles } from '../iam/roles.js';
import type { Tables } from '../tables/tables.js';
import { TableServices } from '../tables/tableServices.js';
import type { WorldTopics } from '../events/topics.js';
import { WorldTelemetry } from '../worldTelemetry.js';
import type { WorldTime } from '../worldTime.js';

/** All that functions can reach. */
export interface Reachable extends IamPlace {
  readonly time: WorldTime;
  readonly roles: Roles;
  readonly tables: Tables;
  readonly parameters: Parameters;
  readonly queues: Queues;
  readonly topics: WorldTopics;
  readonly buckets: Buckets;
  readonly busNames: BusNames;
  readonly putEvent: (busArn: string, entry: BusEntry) => void;
  readonly priceList: PriceList;
  readonly profiles: InferenceProfileDirectory;
  readonly homeRegion: string;
}

/** The services of one function, each call by its role. */
export function servicesOf(declaration: FunctionDeclaration, world: Reachable): FunctionServices {
  const assert = (access: Access): void => {
    world.roles.assertAllows(declaration.roleArn, access);
  };
  const tables = new TableServices(world.tables, assert);
  return {
    clock: world.time,
    telemetry: new WorldTelemetry(declaration.name, world.journal),
    region: declaration.region,
    settings: (region, path) => settings(world, region, path, assert),
    budgets: (region, name) => tables.budgets(region, name),
    census: (region, name) => tables.census(region, name),
    ledger: (region, names) => tables.ledger(region, names),
    prices: (region, name) => tables.prices(region, name),
    auditLog: (region, name) => tables.auditLog(region, name),
    noticeLog: (region, name) => tables.noticeLog(region, name),
    bus: (region, nameOrArn) => bus(world, region, nameOrArn, assert),
    quarantine: (queueUrl) => quarantine(world, queueUrl, assert),
    objects: () => objects(world, assert),
    topics: (arns) => topics(world, arns, assert),
    secrets: () => secrets(world, assert),
    poster: () => poster(world),
    accessReader: (enforcementConfig) => iamAccess(world, declaration, enforcementConfig, assert),
    iamAccess: (enforcementConfig) => iamAccess(world, declaration, enforcementConfig, assert),
    iamDirectory: () => iamDirectory(world, assert),
    priceList: () => priceList(world, assert),
    inferenceProfiles: () => inferenceProfiles(world, assert),
  };
}

type Assert = (access: Access) => void;

function settings(
  { parameters, partition, accountId }: Reachable,
  region: string,
  path: string,
  assert: Assert,
): SettingsSource {
  const resource = `arn:${partition}:ssm:${region}:${accountId}:parameter${path.replace(/\/$/, '')}`;
  const read = () => [{ action: 'ssm:GetParametersByPath', resource }];
  return withAuthorization<SettingsSource>(parameters.below(region, path), { read }, assert);
}

function bus(world: Reachable, region: string, nameOrArn: string, assert: Assert): EventBus {
  const { arn } = world.busNames.named(region, nameOrArn);
  return {
    publish: async (events) => {
      await Promise.resolve();
      if (events.length > 0) assert({ action: 'events:PutEvents', resource: arn });
      for (const { eventId, detail } of events) {
        const { principalId } = detail;
        const entry = JSON.parse(JSON.stringify({ ...detail, eventId })) as Readonly<Record<string, unknown>>;
        const resources = typeof principalId === 'string' ? [principalId] : [];
        const common = { source: EVENT_SOURCE, detailType: detail.type, time: detail.at };
        world.putEvent(arn, { ...common, detail: entry, resources });
      }
    },
  };
}

function quarantine({ queues }: Reachable, queueUrl: string, assert: Assert): Quarantine {
  const { arn } = queues.at(queueUrl);
  return {
    put: async (events) => {
      await Promise.resolve();
      assert({ action: 'sqs:SendMessage', resource: arn });
      for (const event of events) queues.send(arn, JSON.stringify(event));
    },
  };
}

function objects({ buckets, partition }: Reachable, assert: Assert): ObjectStore {
  const on = (action: string) => (bucket: string, key: string) => [
    { action, resource: `arn:${partition}:s3:::${bucket}/${key}` },
  ];
  return withAuthorization<ObjectStore>(buckets, { read: on('s3:GetObject'), write: on('s3:PutObject') }, assert);
}

function topics(world: Reachable, arns: Readonly<Record<TopicName, string>>, assert: Assert): Topics {
  for (const arn of Object.values(arns)) world.topics.nameOf(arn);
  return {
    publish: async (topic, message) => {
      await Promise.resolve();
      assert({ action: 'sns:Publish', resource: arns[topic] });
      world.topics.publish(arns[topic], message);
    },
  };
}

/** Every secret that the role may read is there, with a text of its own. */
function secrets({ partition, accountId, homeRegion }: Reachable, assert: Assert): Secrets {
  return {
    read: async (reference) => {
      await Promise.resolve();
      const name = reference.replace(/^\//, '');
      assert(
        reference.startsWith('arn:')
          ? { action: 'secretsmanager:GetSecretValue', resource: reference }
          : {
              action: 'ssm:GetParameter',
              resource: `arn:${partition}:ssm:${homeRegion}:${accountId}:parameter/${name}`,
            },
      );
      return `https://secret.example/${encodeURIComponent(name)}`;
    },
  };
}

function poster({ journal }: Reachable): HttpPoster {
  return {
    post: ({ url, body }) => {
      journal.add({ kind: 'posted', host: new URL(url).host, body });
      return Promise.resolve();
    },
  };
}

function priceList({ priceList: list }: Reachable, assert: Assert): PriceList {
  return {
    products: async function* (serviceCode, region, attribute) {
      assert({ action: 'pricing:GetProducts', resource: '*' });
      yield* list.products(serviceCode, region, attribute);
    },
  };
}

function inferenceProfiles({ profiles }: Reachable, assert: Assert): InferenceProfileDirectory {
  const modelBehind = (resource: string) => [{ action: 'bedrock:GetInferenceProfile', resource }];
  return withAuthorization<InferenceProfileDirectory>(profiles, { modelBehind }, assert);
}
