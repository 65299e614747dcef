import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../../engine/projectRoot.js';
import { createPriceBook } from '../../../domain/pricing/priceBook.js';
import type { PriceBookData } from '../../../domain/pricing/priceBookData.js';
import type { Item } from '../../../handlers/adapters/attributes.js';
import { storedBudgetOf } from '../../../handlers/adapters/budgetItem.js';
import { actionsOfMethod } from '../../../handlers/contracts/grants.js';
import type { BusEvent, EventBus } from '../../../handlers/ports/eventBus.js';
import { EVENT_SOURCE } from '../../../handlers/contracts/events.js';
import { addressesIn } from '../../../handlers/contracts/storedAddresses.js';
import type { AddressBook } from '../../../handlers/ports/addressBook.js';
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
import { reportPages } from '../logs/reportPages.js';
import type { BusEntry } from '../events/busEntry.js';
import type { BusNames } from '../events/busNames.js';
import type { FallbackPrices, Services } from '../../../handlers/ports/services.js';
import { withAuthorization, type Assert } from '../iam/withAuthorization.js';
import { iamAccess, iamDirectory, policyDocuments, type IamPlace } from '../iam/iamServices.js';
import { environmentOf, type FunctionDeclaration } from './functionDeclaration.js';
import type { Parameters } from '../tables/parameters.js';
import type { Queues } from '../events/queues.js';
import type { Roles } from '../iam/roles.js';
import type { Tables } from '../tables/tables.js';
import { readerServices } from '../tables/readerServices.js';
import { tableServices } from '../tables/tableServices.js';
import { mailer } from '../events/mailer.js';
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
export function servicesOf(declaration: FunctionDeclaration, world: Reachable): Services {
  const assert: Assert = (access) => {
    world.roles.assertAllows(declaration.roleArn, access);
  };
  const home = environmentOf(declaration).optional('HOME_REGION') ?? declaration.region;
  return {
    clock: world.time,
    telemetry: new WorldTelemetry(declaration.name, world.journal),
    ...tableServices(world.tables, home, assert),
    ...readerServices(world.tables, home, assert),
    storedBudgetOf: (image) => storedBudgetOf(image as Item),
    settings: (path) => settings(world, home, path, assert),
    fallbackPrices: () => (fallback ??= readFallbackPrices()),
    bus: (nameOrArn) => bus(world, home, nameOrArn, assert),
    quarantine: (queueUrl) => quarantine(world, queueUrl, assert),
    objects: () => objects(world, assert),
    reportPages: (place) => reportPages(world, place, assert),
    topics: (arns) => topics(world, arns, assert),
    secrets: () => secrets(world, assert),
    poster: () => poster(world),
    mailer: () => mailer(world, home, assert),
    addressBook: (path) => addressBook(world, home, path, assert),
    accessReader: (enforcementConfig) => iamAccess(world, declaration, enforcementConfig, assert),
    iamAccess: (enforcementConfig) => iamAccess(world, declaration, enforcementConfig, assert),
    iamDirectory: () => iamDirectory(world, assert),
    policyDocuments: () => policyDocuments(world, declaration, assert),
    priceList: () => priceList(world, assert),
    inferenceProfiles: () => inferenceProfiles(world, assert),
  };
}

let fallback: FallbackPrices | undefined;

function readFallbackPrices(): FallbackPrices {
  const data = JSON.parse(readFileSync(join(projectRoot(), 'prices', 'priceBook.json'), 'utf8')) as PriceBookData;
  return { book: createPriceBook(data), models: data.models };
}

function settings(
  { parameters, partition, accountId }: Reachable,
  region: string,
  path: string,
  assert: Assert,
): SettingsSource {
  const arn = `arn:${partition}:ssm:${region}:${accountId}:parameter${path.replace(/\/$/, '')}`;
  return withAuthorization('SsmSettingsSource', parameters.below(region, path), arn, assert);
}

function addressBook(
  { parameters, partition, accountId }: Reachable,
  region: string,
  path: string,
  assert: Assert,
): AddressBook {
  const arn = `arn:${partition}:ssm:${region}:${accountId}:parameter${path.replace(/\/$/, '')}`;
  const port: AddressBook = {
    read: async () => addressesIn(await Promise.resolve(parameters.textsBelow(region, path))),
  };
  return withAuthorization('SsmAddressBook', port, arn, assert);
}

function bus(world: Reachable, region: string, nameOrArn: string, assert: Assert): EventBus {
  const { arn } = world.busNames.named(region, nameOrArn);
  const port: EventBus = {
    publish: (events) => {
      for (const { eventId, detail } of events) {
        const { principalId } = detail;
        const entry = JSON.parse(JSON.stringify({ ...detail, eventId })) as Readonly<Record<string, unknown>>;
        const resources = typeof principalId === 'string' ? [principalId] : [];
        const common = { source: EVENT_SOURCE, detailType: detail.type, time: detail.at };
        world.putEvent(arn, { ...common, detail: entry, resources });
      }
      return Promise.resolve();
    },
  };
  const publish = (_: string, events: readonly BusEvent[]): string | undefined => (events.length > 0 ? arn : undefined);
  return withAuthorization('EventBridgeBus', port, { publish }, assert);
}

function quarantine({ queues }: Reachable, queueUrl: string, assert: Assert): Quarantine {
  const { arn } = queues.at(queueUrl);
  const port: Quarantine = {
    put: (events) => {
      for (const event of events) queues.send(arn, JSON.stringify(event));
      return Promise.resolve();
    },
  };
  return withAuthorization('SqsQuarantine', port, arn, assert);
}

function objects({ buckets, partition }: Reachable, assert: Assert): ObjectStore {
  const objectArn = (_: string, bucket: string, key: string): string => `arn:${partition}:s3:::${bucket}/${key}`;
  return withAuthorization<ObjectStore>('S3ObjectStore', buckets, { read: objectArn, write: objectArn }, assert);
}

function topics(world: Reachable, arns: Readonly<Record<TopicName, string>>, assert: Assert): Topics {
  for (const arn of Object.values(arns)) world.topics.nameOf(arn);
  const port: Topics = {
    publish: (topic, message) => {
      world.topics.publish(arns[topic], message);
      return Promise.resolve();
    },
  };
  return withAuthorization('SnsTopics', port, { publish: (_, topic: TopicName) => arns[topic] }, assert);
}

/** Every secret that the role may read is there, with a text of its own. */
function secrets({ partition, accountId, homeRegion }: Reachable, assert: Assert): Secrets {
  const nameOf = (reference: string): string => reference.replace(/^\//, '');
  const read = (action: string, reference: string): string | undefined => {
    if (action === 'secretsmanager:GetSecretValue') return reference.startsWith('arn:') ? reference : undefined;
    if (reference.startsWith('arn:')) return undefined;
    return `arn:${partition}:ssm:${homeRegion}:${accountId}:parameter/${nameOf(reference)}`;
  };
  const port: Secrets = {
    read: (reference) => Promise.resolve(`https://secret.example/${encodeURIComponent(nameOf(reference))}`),
  };
  return withAuthorization('AwsSecrets', port, { read }, assert);
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
      for (const action of actionsOfMethod('AwsPriceList', 'products')) assert({ action, resource: '*' });
      yield* list.products(serviceCode, region, attribute);
    },
  };
}

function inferenceProfiles({ profiles }: Reachable, assert: Assert): InferenceProfileDirectory {
  const resources = { modelBehind: (_: string, profileArn: string) => profileArn };
  return withAuthorization<InferenceProfileDirectory>('BedrockInferenceProfiles', profiles, resources, assert);
}
