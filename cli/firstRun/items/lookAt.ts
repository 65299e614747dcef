import type { FirstRun, Look } from '../item.js';
import type { LoggedRecord } from '../records.js';
import { open, type Seen } from '../seen.js';

export const READS_LOG = ['bedrock:GetModelInvocationLoggingConfiguration', 'logs:GetLogEvents'];

/** A look at the records of one kind; open without any. */
export function lookAt(
  kind: string,
  isOfKind: (record: LoggedRecord) => boolean,
  facts: readonly string[],
  run: (records: readonly LoggedRecord[], firstRun: FirstRun) => Seen | Promise<Seen>,
): Look {
  return {
    actions: READS_LOG,
    facts,
    run: async (firstRun) => {
      const found = (await firstRun.records()).filter(isOfKind);
      return found.length === 0 ? open(`no record of ${kind} among the last of the log`) : run(found, firstRun);
    },
  };
}

export function share(records: readonly LoggedRecord[], holds: (record: LoggedRecord) => boolean): number {
  return records.filter(holds).length;
}

export const ANY = (): boolean => true;
