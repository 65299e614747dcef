import { Region } from '@pulumi/aws';
import type * as pulumi from '@pulumi/pulumi';
import type { StackIdentity } from '../identity.js';
import { refuse, texts } from './configValues.js';

const KNOWN: readonly string[] = Object.values(Region);

/** The Regions where Bedrock is called; by default the stack's own. Throws RunError. */
export function readRegions(config: pulumi.Config, { homeRegion }: StackIdentity): readonly string[] {
  if (!KNOWN.includes(homeRegion)) refuse('aws:region', homeRegion, 'an AWS Region');
  const given = texts(config, 'regions') ?? [];
  const regions = given.length === 0 ? [homeRegion] : given;
  for (const region of regions) if (!KNOWN.includes(region)) refuse('regions', region, 'an AWS Region');
  if (new Set(regions).size < regions.length) {
    refuse('regions', regions.join(', '), 'a list of different Regions');
  }
  return regions;
}
