import { expect } from 'chai';
import { harmfulChanges, type DeploymentToCome } from '../../infra/harmfulChanges.js';

const BEFORE: DeploymentToCome = {
  stack: 'prod',
  accountId: '444455556666',
  homeRegion: 'eu-west-1',
  regions: ['eu-west-1', 'us-east-1'],
  protectedRegions: ['eu-west-1', 'us-east-1'],
  logging: 'manage',
  protectsTrail: true,
  createsTrail: true,
};

interface Row {
  readonly change: string;
  readonly before?: Partial<DeploymentToCome>;
  readonly after: Partial<DeploymentToCome>;
  /** The only line begins so, if there is one. */
  readonly refused?: string;
}

const TABLE: readonly Row[] = [
  { change: 'nothing', after: {} },
  {
    change: 'another home Region',
    after: { homeRegion: 'us-east-1' },
    refused: 'aws:region: us-east-1 is not eu-west',
  },
  { change: 'another name', after: { stack: 'live' }, refused: 'stack: live was deployed as prod' },
  {
    change: 'another account',
    after: { accountId: '111122223333' },
    refused: 'account: the credentials are those of 1',
  },
  { change: 'one Region more', after: { regions: [...BEFORE.regions, 'ap-south-1'] } },
  {
    change: 'a protected Region less',
    after: { regions: ['eu-west-1'] },
    refused: 'regions: the data of us-east-1 is',
  },
  { change: 'a leaving Region', after: { protectedRegions: ['eu-west-1'] } },
  {
    change: 'a Region less that was leaving',
    before: { protectedRegions: ['eu-west-1'] },
    after: { protectedRegions: ['eu-west-1'], regions: ['eu-west-1'] },
  },
  {
    change: 'manage to adopt',
    after: { logging: 'adopt' },
    refused: 'invocationLogging: adopt would delete the log of',
  },
  {
    change: 'replace to adopt',
    before: { logging: 'replace' },
    after: { logging: 'adopt' },
    refused: 'invocationLogging: adopt would delete the log of eu-west-1, us-east-1 ',
  },
  { change: 'manage to replace', after: { logging: 'replace' } },
  { change: 'manage to handover', after: { logging: 'handover' } },
  { change: 'handover to adopt', before: { logging: 'handover' }, after: { logging: 'adopt' } },
  { change: 'adopt to manage', before: { logging: 'adopt' }, after: {} },
  { change: 'a trail of others', after: { createsTrail: false }, refused: 'trail: existing would delete the bucket' },
  {
    change: 'a trail of others once the bucket may go',
    before: { protectsTrail: false },
    after: { createsTrail: false, protectsTrail: false },
  },
];

describe('harmfulChanges', () => {
  for (const { change, before = {}, after, refused } of TABLE) {
    it(`${refused === undefined ? 'allows' : 'refuses'} ${change}`, () => {
      const changes = harmfulChanges({ ...BEFORE, ...before }, { ...BEFORE, ...before, ...after });
      expect(changes).to.have.length(refused === undefined ? 0 : 1);
      if (refused !== undefined) expect(changes[0]).to.match(new RegExp(`^${refused}[^\\n]+$`));
    });
  }

  it('says of a stack that moved no more than that', () => {
    const moved = { homeRegion: 'us-east-1', regions: ['us-east-1'], logging: 'adopt' } as const;
    expect(harmfulChanges(BEFORE, { ...BEFORE, ...moved })).to.have.length(1);
  });
});
