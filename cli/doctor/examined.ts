import type { Reach, Stack } from '../stack/stack.js';
import { awsExamination } from './awsExamination.js';
import type { Examination } from './examination.js';
import { localExamination } from './localExamination.js';

/** Asks what a stack stands on. */
export function examinationOf({ reach, homeRegion }: Stack): Examination {
  return reach.kind === 'aws' ? awsExamination(homeRegion) : localExamination(reach.world);
}

export function partitionOf(reach: Reach): string {
  return reach.kind === 'aws' ? (reach.outputs.denyPolicy.split(':')[1] ?? 'aws') : reach.world.partition;
}
