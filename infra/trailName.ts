import { arnOf, physicalName, type StackIdentity } from './identity.js';

export function trailName(identity: StackIdentity): string {
  return physicalName(identity, 'management');
}

export function trailArn(identity: StackIdentity): string {
  return arnOf(identity, 'cloudtrail', `trail/${trailName(identity)}`);
}
