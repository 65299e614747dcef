import { S3Client } from '@aws-sdk/client-s3';
import { expect } from 'chai';
import { S3ReportPages } from '../../../handlers/adapters/s3ReportPages.js';
import { rejectionOf } from '../../rejection.js';
import { clientAnswering } from './clientAnswering.js';

describe('S3ReportPages', () => {
  it('puts a page as HTML, and asks for no encryption but the bucket’s', async () => {
    const { client, inputs } = clientAnswering(S3Client, () => ({}));
    await new S3ReportPages(client, 'logs').write('reports/latest.html', '<p>ü');
    const put = { Bucket: 'logs', Key: 'reports/latest.html', Body: '<p>ü', ContentType: 'text/html; charset=utf-8' };
    expect(inputs).to.deep.equal([put]);
  });

  it('throws what S3 answers', async () => {
    const { client } = clientAnswering(S3Client, () => new Error('Access Denied'));
    expect((await rejectionOf(new S3ReportPages(client, 'logs').write('a', ''))).message).to.equal('Access Denied');
  });
});
