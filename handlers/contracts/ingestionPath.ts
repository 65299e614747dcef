/**
 * How log events reach usage-calculator: by Firehose alone, or at once by a subscription of its own and then by Firehose
 * once more.
 */
export type IngestionPath = (typeof INGESTION_PATHS)[number];

export const INGESTION_PATHS = ['firehose', 'direct'] as const;
