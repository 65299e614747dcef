import { ConditionalCheckFailedException, TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import {
  ConcurrentModificationException,
  EntityTemporarilyUnmodifiableException,
  IAMServiceException,
  LimitExceededException,
  NoSuchEntityException,
  ServiceFailureException,
} from '@aws-sdk/client-iam';
import { expect } from 'chai';
import { asTransient } from '../../../handlers/runtime/transientFaults.js';
import { ConfigurationError, ContentionError, ServiceError, TransientError } from '../../../handlers/runtime/errors.js';

const COMMON = { message: 'as IAM says', $metadata: { httpStatusCode: 400 } };

/** An error of a service that the SDK has no class for. */
function unmodelled(name: string, httpStatusCode: number): Error {
  return new IAMServiceException({ ...COMMON, name, $fault: 'client', $metadata: { httpStatusCode } });
}

function network(code: string): Error {
  return Object.assign(new Error(`connect ${code}`), { code });
}

function cancelled(...codes: readonly (string | undefined)[]): Error {
  const CancellationReasons = codes.map((Code) => (Code === undefined ? {} : { Code }));
  return new TransactionCanceledException({ ...COMMON, CancellationReasons });
}

describe('asTransient', () => {
  const passing: readonly (readonly [string, Error])[] = [
    ['IAM’s throttling', unmodelled('Throttling', 400)],
    ['a throttled request', unmodelled('ThrottlingException', 400)],
    ['too many requests', unmodelled('Whatever', 429)],
    ['a fault of the service by its status', unmodelled('Whatever', 500)],
    ['a service that is not available', unmodelled('Whatever', 503)],
    ['a fault of the service by its class', new ServiceFailureException(COMMON)],
    ['a change at the same time', new ConcurrentModificationException(COMMON)],
    ['a principal just made again', new EntityTemporarilyUnmodifiableException(COMMON)],
    ['DynamoDB’s throughput', unmodelled('ProvisionedThroughputExceededException', 400)],
    ['a transaction in conflict', unmodelled('TransactionConflictException', 400)],
    ['a transaction cancelled by a conflict', cancelled('None', 'TransactionConflict', undefined)],
    ['a transaction cancelled by throttling', cancelled('ThrottlingError', 'ProvisionedThroughputExceeded')],
    ['what the SDK calls retryable', Object.assign(new Error('x'), { $retryable: { throttling: false } })],
    ['a timeout of the SDK', Object.assign(new Error('x'), { name: 'TimeoutError' })],
    ['a connection that broke', network('ECONNRESET')],
    ['a name that is not found now', network('EAI_AGAIN')],
  ];
  for (const [what, error] of passing) {
    it(`asks for another try on ${what}`, () => {
      const transient = asTransient(error);
      expect(transient).to.be.instanceOf(TransientError);
      expect(transient).to.include({
        name: 'TransientError',
        cause: error,
        message: `${error.name}: ${error.message}`,
      });
    });
  }

  const lasting: readonly (readonly [string, unknown])[] = [
    ['a permission that is missing', unmodelled('AccessDenied', 403)],
    ['what does not exist', new NoSuchEntityException({ ...COMMON, $metadata: { httpStatusCode: 404 } })],
    ['IAM’s quota', new LimitExceededException({ ...COMMON, $metadata: { httpStatusCode: 409 } })],
    ['input that is not valid', unmodelled('ValidationError', 400)],
    ['a failed condition', new ConditionalCheckFailedException(COMMON)],
    ['a transaction that met a failed condition', cancelled('ConditionalCheckFailed', 'TransactionConflict')],
    ['a transaction cancelled for no reason given', cancelled('None')],
    ['a missing setting', new ConfigurationError('x is not set')],
    ['an answer that is none', new ServiceError('IAM', 'no decision')],
    ['an error that is retried by its own name', new ContentionError('x', 3)],
    ['one that is transient already', new TransientError('x')],
    ['a file that is missing', network('ENOENT')],
    ['a mistake of ours', new TypeError('x is not a function')],
    ['what is no error', 'Throttling'],
    ['nothing', undefined],
  ];
  for (const [what, error] of lasting) {
    it(`leaves alone ${what}`, () => {
      expect(asTransient(error)).to.equal(error);
    });
  }
});
