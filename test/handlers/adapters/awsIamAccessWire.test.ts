import { IAMClient } from '@aws-sdk/client-iam';
import { expect } from 'chai';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { PolicyHolder } from '../../../domain/iam/principal.js';
import { AwsIamAccess } from '../../../handlers/adapters/awsIamAccess.js';
import { asTransient } from '../../../handlers/runtime/transientFaults.js';
import { TransientError } from '../../../handlers/runtime/errors.js';
import { rejectionOf } from '../../rejection.js';
import { ENFORCEMENT_CONFIG } from '../../enforcementConfig.js';

const NADIA: PolicyHolder = { type: 'user', name: 'nadia' };

/** As IAM writes an error: its codes are shorter than the names of the SDK's classes. */
function errorXml(code: string): string {
  const error = `<Error><Type>Sender</Type><Code>${code}</Code><Message>as IAM says</Message></Error>`;
  return `<ErrorResponse xmlns="https://iam.amazonaws.com/doc/2010-05-08/">${error}</ErrorResponse>`;
}

describe('AwsIamAccess over HTTP', () => {
  let answer = { status: 200, code: '' };
  let server: Server;
  let client: IAMClient;
  let access: AwsIamAccess;

  before(async () => {
    server = createServer((_request, response) => {
      response.writeHead(answer.status, { 'content-type': 'text/xml' }).end(errorXml(answer.code));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    client = new IAMClient({
      endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
      region: 'us-east-1',
      credentials: { accessKeyId: 'AKIAEXAMPLE', secretAccessKey: 'none' },
      maxAttempts: 1,
    });
    access = new AwsIamAccess(client, ENFORCEMENT_CONFIG);
  });

  after(async () => {
    client.destroy();
    await new Promise((resolve) => server.close(resolve));
  });

  for (const [code, status, expected] of [
    ['NoSuchEntity', 404, 'absent'],
    ['LimitExceeded', 409, 'full'],
    ['AccessDenied', 403, 'refused'],
    ['UnmodifiableEntity', 400, 'refused'],
    ['InvalidInput', 400, 'refused'],
  ] as const) {
    it(`reads ${code} as ${expected}`, async () => {
      answer = { status, code };
      expect(await access.attachPolicy(NADIA, ENFORCEMENT_CONFIG.denyPolicyArn)).to.equal(expected);
    });
  }

  for (const [code, status, isTransient] of [
    ['Throttling', 400, true],
    ['ServiceFailure', 500, true],
    ['ConcurrentModification', 409, true],
    ['EntityTemporarilyUnmodifiable', 409, true],
    ['ValidationError', 400, false],
  ] as const) {
    it(`throws ${code}, ${isTransient ? 'to be tried again' : 'for good'}`, async () => {
      answer = { status, code };
      const error = await rejectionOf(access.attachPolicy(NADIA, ENFORCEMENT_CONFIG.denyPolicyArn));
      expect(error.name).to.match(new RegExp(`^${code}`));
      expect(asTransient(error) instanceof TransientError).to.equal(isTransient);
    });
  }
});
