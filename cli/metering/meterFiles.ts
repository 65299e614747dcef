import type { AttributionRules } from '../../domain/invocations/attribution.js';
import type { InferenceProfiles } from '../../domain/invocations/modelReference.js';
import type { PriceBook } from '../../domain/pricing/priceBook.js';
import { findLogFiles, type LogFile } from '../input/logFiles.js';
import { readLogRecords } from '../input/logRecords.js';
import type { Progress } from '../output/progress.js';
import { createMeter, type MeteredRecord } from './meter.js';

/** Reads and meters log files and folders, in batches; each request id is charged once over all of them. */
export async function* meterFiles(
  paths: readonly string[],
  book: PriceBook,
  profiles: InferenceProfiles,
  rules: AttributionRules,
  createProgress: (files: readonly LogFile[]) => Progress,
): AsyncGenerator<readonly MeteredRecord[], void> {
  const files = findLogFiles(paths);
  const meter = createMeter(book);
  const progress = createProgress(files);
  try {
    for (const file of files) {
      for await (const records of readLogRecords(file, profiles, progress.read, rules)) yield records.map(meter);
    }
  } finally {
    progress.stop();
  }
}
