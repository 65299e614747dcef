import type { PlanObject } from '../plan.js';
import { dnsSuffix, partitionOf } from './partition.js';
import { policyDocument } from './policyDocument.js';

export interface Place {
  readonly account: string;
  readonly region: string;
}

type Answer = (args: PlanObject, place: Place) => PlanObject;

const ANSWERS: Readonly<Record<string, Answer>> = {
  'aws:index/getCallerIdentity:getCallerIdentity': (_, { account, region }) => ({
    id: account,
    accountId: account,
    arn: `arn:${partitionOf(region)}:iam::${account}:user/deployer`,
    userId: 'AIDA0000000000000000A',
  }),
  'aws:index/getRegion:getRegion': (_, { region }) => ({
    id: region,
    name: region,
    region,
    description: region,
    endpoint: `ec2.${region}.${dnsSuffix(region)}`,
  }),
  'aws:index/getPartition:getPartition': (_, { region }) => ({
    id: partitionOf(region),
    partition: partitionOf(region),
    dnsSuffix: dnsSuffix(region),
    reverseDnsPrefix: dnsSuffix(region).split('.').reverse().join('.'),
  }),
  'aws:index/getAvailabilityZones:getAvailabilityZones': (_, { region }) => ({
    id: region,
    names: ['a', 'b', 'c'].map((zone) => `${region}${zone}`),
    zoneIds: [1, 2, 3].map((zone) => `${region}-az${zone}`),
  }),
  'aws:index/getDefaultTags:getDefaultTags': () => ({ id: 'default', tags: {} }),
  'aws:iam/getPolicyDocument:getPolicyDocument': (args) => policyDocument(args),
};

/** What a function of a provider would answer. Throws on one that the table lacks, naming it. */
export function answerInvoke(token: string, args: PlanObject, place: Place): PlanObject {
  const answer = ANSWERS[token];
  if (answer === undefined) throw new Error(`no answer known for the function ${token}`);
  return { ...args, ...answer(args, place) };
}
