import type { ReportPages } from '../../../handlers/ports/reportPages.js';
import { ServiceError } from '../../../handlers/runtime/errors.js';
import { withAuthorization, type Assert } from '../iam/withAuthorization.js';
import type { Buckets } from './buckets.js';

/** A bucket of a Region, to which each page is put by a function's role. Another Region would send S3's client away. */
export function reportPages(
  { buckets, partition }: { readonly buckets: Buckets; readonly partition: string },
  { bucket, region }: { readonly bucket: string; readonly region: string },
  assert: Assert,
): ReportPages {
  const port: ReportPages = {
    write: async (key, page) => {
      if (buckets.regionOf(bucket) !== region) throw new ServiceError('S3', `${bucket} is not in ${region}`);
      await buckets.write(bucket, key, new TextEncoder().encode(page));
    },
  };
  const write = (_: string, key: string): string => `arn:${partition}:s3:::${bucket}/${key}`;
  return withAuthorization<ReportPages>('S3ReportPages', port, { write }, assert);
}
