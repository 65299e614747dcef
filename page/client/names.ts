import type { EventKind } from '../../domain/report/reportEvent.js';

/** The readable part of an ARN; other names as they are. */
export function shortName(name: string): string {
  return /^arn:[^:]*:[^:]*:[^:]*:[^:]*:(.+)$/.exec(name)?.[1] ?? name;
}

/** In the order in which they are drawn. */
export const KIND_NAMES: Readonly<Record<EventKind, string>> = {
  warning: 'first warning',
  critical: 'second warning',
  exceeded: 'limit exceeded',
  'would-have-suspended': 'would have been suspended',
  suspended: 'suspended',
  'suspension-failed': 'suspension failed',
  restored: 'restored',
  'limit-changed': 'limit changed',
};
