import { ConditionalCheckFailedException, DynamoDBClient, ScanCommand } from '@aws-sdk/client-dynamodb';
import { expect } from 'chai';
import { awsProblem, lacksCredentials, naming } from '../../../cli/stack/awsProblem.js';
import { UserError } from '../../../cli/userError.js';
import { ConfigurationError, CorruptRowError, UnreadableEventError } from '../../../handlers/runtime/errors.js';
import { rejectionOf } from '../../rejection.js';

/** As the SDK throws them. */
function answered(name: string, message: string): Error {
  return Object.assign(new Error(message), { name, $fault: 'client', $metadata: { httpStatusCode: 400 } });
}

function failed(name: string, message: string, more: object = {}): Error {
  return Object.assign(new Error(message), { name, ...more });
}

const POLICIES = 'docs/permissions.md has policies for readers and operators';
const LOG_IN = 'log in again (`aws sso login`), or set AWS_PROFILE';
const TABLE = 'arn:aws:dynamodb:us-east-1:444455556666:table/budgets';

const PROBLEMS: readonly (readonly [string, Error, string])[] = [
  [
    'no credentials',
    failed('CredentialsProviderError', 'Could not load credentials'),
    `AWS: no credentials: ${LOG_IN}`,
  ],
  [
    'an expired session',
    failed('TokenProviderError', 'Token is expired.'),
    `AWS: the credentials have expired: ${LOG_IN}`,
  ],
  [
    'expired keys',
    answered('ExpiredToken', 'The security token is expired'),
    `AWS: the credentials have expired: ${LOG_IN}`,
  ],
  ['expired keys of JSON', answered('ExpiredTokenException', 'x'), `AWS: the credentials have expired: ${LOG_IN}`],
  ['unknown keys', answered('InvalidClientTokenId', 'x'), `AWS: these credentials are not known: ${LOG_IN}`],
  [
    'unknown keys of JSON',
    answered('UnrecognizedClientException', 'x'),
    `AWS: these credentials are not known: ${LOG_IN}`,
  ],
  [
    'a wrong secret',
    answered('InvalidSignatureException', 'x'),
    `AWS: the credentials are wrong, or the clock of this machine is: ${LOG_IN}`,
  ],
  [
    'a missing permission',
    answered(
      'AccessDeniedException',
      `User: arn:aws:iam::444455556666:user/op is not authorized to perform: dynamodb:Scan on resource: ${TABLE} because no identity-based policy allows the dynamodb:Scan action`,
    ),
    `AWS: these credentials lack dynamodb:Scan on ${TABLE}; ${POLICIES}`,
  ],
  [
    'a missing permission without a resource',
    answered('AccessDenied', 'User: x is not authorized to perform: sts:GetCallerIdentity, sorry'),
    `AWS: these credentials lack sts:GetCallerIdentity; ${POLICIES}`,
  ],
  [
    'a missing permission at the end of the text',
    answered('AccessDeniedException', 'x is not authorized to perform: lambda:InvokeFunction'),
    `AWS: these credentials lack lambda:InvokeFunction; ${POLICIES}`,
  ],
  [
    'another Region',
    answered('ResourceNotFoundException', 'Requested resource not found'),
    'AWS: Requested resource not found: is the stack still there, in this account and Region?',
  ],
  [
    'throttling',
    answered('ThrottlingException', 'Rate exceeded,\n  slow down'),
    'AWS: it is asked too often; try again in a minute',
  ],
  [
    'no network',
    failed('Error', 'getaddrinfo ENOTFOUND sts.us-east-1.amazonaws.com', { code: 'ENOTFOUND' }),
    'AWS: no answer: getaddrinfo ENOTFOUND sts.us-east-1.amazonaws.com; is there a network, and is the Region right?',
  ],
  [
    'no answer in time',
    failed('TimeoutError', 'socket hang up'),
    'AWS: no answer: socket hang up; is there a network, and is the Region right?',
  ],
];

describe('awsProblem, of each kind of error', () => {
  for (const [what, error, problem] of PROBLEMS) {
    it(`says in one line what can be done about ${what}`, () => {
      expect(awsProblem(error)).to.equal(problem).and.not.contain('\n');
    });
  }

  const defects: readonly unknown[] = [
    new TypeError('x is not a function'),
    failed('constructor', 'x'),
    failed('Error', 'x', { code: 5 }),
    failed('RangeError', 'x', { code: 'Other' }),
    'a text',
    undefined,
  ];
  for (const defect of defects) {
    it(`says nothing about ${String(defect)}, which is none of AWS`, () => {
      expect(awsProblem(defect)).to.equal(undefined);
    });
  }
});

describe('lacksCredentials', () => {
  it('tells what every call would answer from what one call does', () => {
    const found = PROBLEMS.filter(([, error]) => lacksCredentials(error)).map(([what]) => what);
    expect(found).to.deep.equal(PROBLEMS.slice(0, 7).map(([what]) => what));
    expect(lacksCredentials(failed('toString', ''))).to.equal(false);
  });
});

describe('naming, of what the SDK throws', () => {
  it('gives the answer, and a UserError with its cause for an error of AWS', async () => {
    expect(await naming(Promise.resolve(5))).to.equal(5);
    const error = new ConditionalCheckFailedException({ $metadata: {}, message: 'no' });
    const failure = await rejectionOf(naming(Promise.reject(error)));
    expect(failure).to.be.instanceOf(UserError);
    expect(failure.message).to.equal('AWS: ConditionalCheckFailedException: no');
    expect(failure.cause).to.equal(error);
  });

  it('lets a defect and a mistake of the user pass', async () => {
    for (const error of [new TypeError('x'), new UserError('y')]) {
      expect(await rejectionOf(naming(Promise.reject(error)))).to.equal(error);
    }
  });

  it('says on one line what a row or a setting has that cannot be read', async () => {
    for (const [error, problem] of [
      [
        new CorruptRowError('UserBudgets person/ana', 'spent_usd', 'an amount'),
        'UserBudgets person/ana: spent_usd: not an amount',
      ],
      [new ConfigurationError('no setting is\n  deployed'), 'no setting is deployed'],
      [new UnreadableEventError('by: not a text'), 'by: not a text'],
    ] as const) {
      const failure = await rejectionOf(naming(Promise.reject(error)));
      expect(failure).to.be.instanceOf(UserError);
      expect(failure.message).to.equal(problem);
      expect(failure.cause).to.equal(error);
    }
  });

  it('knows what the SDK throws where nothing answers', async () => {
    const client = new DynamoDBClient({
      region: 'us-east-1',
      endpoint: 'http://127.0.0.1:1',
      credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
      maxAttempts: 1,
    });
    const failure = await rejectionOf(naming(client.send(new ScanCommand({ TableName: 'x' }))));
    expect(failure).to.be.instanceOf(UserError);
    expect(failure.message).to.match(/^AWS: no answer: .*ECONNREFUSED/);
  });

  it('knows what the SDK throws where there are no credentials', async () => {
    const client = new DynamoDBClient({
      region: 'us-east-1',
      credentials: () => Promise.reject(failed('CredentialsProviderError', 'Could not load credentials')),
    });
    const failure = await rejectionOf(naming(client.send(new ScanCommand({ TableName: 'x' }))));
    expect(failure.message).to.equal(`AWS: no credentials: ${LOG_IN}`);
  });
});
