import { S3Client } from '@aws-sdk/client-s3';
import { S3ReportPages } from '../../adapters/s3ReportPages.js';

export function reportPages({ bucket, region }: { readonly bucket: string; readonly region: string }): S3ReportPages {
  return new S3ReportPages(new S3Client({ region }), bucket);
}
