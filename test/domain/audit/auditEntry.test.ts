import { expect } from 'chai';
import fc from 'fast-check';
import { auditEntryOf, type AuditEntry } from '../../../domain/audit/auditEntry.js';
import { ACCOUNT, eventFixture } from '../../events/fixture.js';

const SECRET = 'hush-hush';
const OLGA = `arn:aws:sts::${ACCOUNT}:assumed-role/PlatformAdmin/olga`;
const KEY_USER = `arn:aws:iam::${ACCOUNT}:user/BedrockAPIKey-q7r8`;

function entryOf(event: unknown): AuditEntry {
  const answer = auditEntryOf(event);
  if (answer.kind === 'invalid') throw new Error(answer.reason);
  return answer.entry;
}

function bytesOf(entry: AuditEntry): number {
  return Buffer.byteLength(JSON.stringify(entry));
}

describe('auditEntryOf', () => {
  describe('when the event is of CloudTrail', () => {
    it('keeps who made a key for whom, and none of its secrets', () => {
      expect(entryOf(eventFixture('cloudtrail/createServiceSpecificCredential'))).to.deep.equal({
        eventId: '5d0c7a1e-3b52-4c8e-9a64-000000000005',
        eventTime: Date.UTC(2026, 9, 5, 9, 14, 2),
        eventSource: 'iam.amazonaws.com',
        eventType: 'CreateServiceSpecificCredential',
        userIdentity: OLGA,
        details: {
          awsRegion: 'us-east-1',
          recipientAccountId: ACCOUNT,
          sourceIPAddress: '198.51.100.24',
          readOnly: false,
          userIdentity: { role: 'PlatformAdmin', session: 'olga' },
          requestParameters: { userName: 'bedrock-batch', serviceName: 'bedrock.amazonaws.com', credentialAgeDays: 30 },
          responseElements: {
            serviceSpecificCredential: {
              userName: 'bedrock-batch',
              serviceName: 'bedrock.amazonaws.com',
              serviceSpecificCredentialId: 'ACCAXKIVLFEG7EXAMPLE1',
              status: 'Active',
              expirationDate: 'Nov 4, 2026 9:14:02 AM',
            },
          },
        },
      });
    });

    const details: readonly (readonly [string, string, unknown])[] = [
      ['attachUserPolicy', 'requestParameters.policyArn', 'arn:aws:iam::aws:policy/AmazonBedrockLimitedAccess'],
      ['putRolePolicy', 'requestParameters.policyName', 'models'],
      ['createUser-withPathAndTags', 'requestParameters.tags[1]', { key: 'team', value: 'search' }],
      ['createUser', 'responseElements.user.arn', KEY_USER],
      ['createUser-failed', 'errorCode', 'EntityAlreadyExistsException'],
      ['createUser-failed', 'errorMessage', 'User with name BedrockAPIKey-q7r8 already exists.'],
      ['invokeModel', 'requestParameters.modelId', 'anthropic.claude-haiku-4-5-20251001-v1:0'],
      ['invokeModel', 'additionalEventData', { inferenceRegion: 'eu-west-1', callWithBearerToken: true }],
      ['createInference', 'requestParameters.model', 'anthropic.claude-opus-4-7'],
      ['createInference', 'requestParameters.callWithBearerToken', true],
    ];
    for (const [name, path, value] of details) {
      it(`keeps ${path} of ${name}`, () => {
        expect(entryOf(eventFixture(`cloudtrail/${name}`)).details).to.have.deep.nested.property(path, value);
      });
    }

    it('keeps the whole document of an inline policy', () => {
      const event = eventFixture('cloudtrail/putRolePolicy');
      const given = (event.detail['requestParameters'] as { readonly policyDocument: string }).policyDocument;
      expect(entryOf(event).details).to.have.nested.property('requestParameters.policyDocument', given);
    });

    const callers: readonly (readonly [unknown, string])[] = [
      [{ type: 'Root', arn: `arn:aws:iam::${ACCOUNT}:root`, accountId: ACCOUNT }, `arn:aws:iam::${ACCOUNT}:root`],
      [{ type: 'AWSService', invokedBy: 'sso.amazonaws.com' }, 'sso.amazonaws.com'],
      [{ type: 'AWSAccount', principalId: 'AIDA1', accountId: '777788889999' }, '777788889999'],
      [{ type: 'SAMLUser', principalId: 'saml:1' }, 'saml:1'],
      [{ type: 'Unknown' }, 'Unknown'],
      [null, 'unknown'],
      [{ arn: 'x'.repeat(5000) }, `${'x'.repeat(639)}…`],
    ];
    for (const [userIdentity, caller] of callers) {
      it(`names the caller ${caller.slice(0, 40)}`, () => {
        const entry = entryOf(eventFixture('cloudtrail/createUser', { userIdentity }));
        expect(entry.userIdentity).to.equal(caller);
        expect(entry.details).not.to.have.property('userIdentity');
      });
    }

    it('keeps the message of a failed model call only where it cannot quote the prompt', () => {
      const failed = (errorCode: unknown): AuditEntry =>
        entryOf(eventFixture('cloudtrail/invokeModel', { errorCode, errorMessage: 'because' }));
      expect(failed('AccessDeniedException').details).to.have.property('errorMessage', 'because');
      expect(failed('ValidationException').details).not.to.have.property('errorMessage');
      expect(failed(undefined).details).not.to.have.property('errorMessage');
    });

    it('keeps scalars only, and cuts text to bounds', () => {
      const requestParameters = { userName: 'x'.repeat(9999), status: { deep: SECRET }, modelId: [SECRET], model: NaN };
      const { details } = entryOf(eventFixture('cloudtrail/createUser', { requestParameters, responseElements: null }));
      expect(details['requestParameters']).to.deep.equal({ userName: `${'x'.repeat(511)}…` });
      expect(details).not.to.have.property('responseElements');
    });
  });

  describe('when an event hides secrets', () => {
    const hidden = {
      serviceCredentialSecret: SECRET,
      servicePassword: SECRET,
      serviceCredentialAlias: SECRET,
      serviceUserName: SECRET,
      accessKey: { secretAccessKey: SECRET },
      messages: [{ content: SECRET }],
      body: SECRET,
      __proto__: { userName: SECRET },
    };

    it('keeps nothing that is not listed', () => {
      const event = eventFixture('cloudtrail/createServiceSpecificCredential', {
        ...hidden,
        requestParameters: { ...hidden, userName: 'nadia', tags: [{ key: 'k', value: 'v', secret: SECRET }, SECRET] },
        responseElements: { ...hidden, user: hidden, role: hidden, serviceSpecificCredential: hidden },
        additionalEventData: hidden,
        userIdentity: { ...hidden, arn: OLGA, sessionContext: hidden },
      });
      const text = JSON.stringify(entryOf(event));
      expect(text).to.include('nadia').and.not.include(SECRET);
    });

    it('keeps nothing that is not listed, wherever it is', () => {
      const listed = new Set(
        (
          'userName roleName policyArn policyName policyDocument serviceName serviceSpecificCredentialId status arn jobArn ' +
          'credentialAgeDays modelId model callWithBearerToken bearerTokenType tags inferenceRegion expirationDate'
        ).split(' '),
      );
      const unlisted = fc.string().filter((key) => !listed.has(key));
      const secrets = fc.dictionary(unlisted, fc.constantFrom<unknown>(SECRET, [SECRET], { userName: SECRET }));
      const section = fc.record({ user: secrets, role: secrets, serviceSpecificCredential: secrets });
      fc.assert(
        fc.property(secrets, section, secrets, (requestParameters, responseElements, additionalEventData) => {
          const sections = { requestParameters, responseElements, additionalEventData };
          expect(JSON.stringify(entryOf(eventFixture('cloudtrail/createUser', sections)))).not.to.include(SECRET);
        }),
      );
    });
  });

  describe('when the event is of ours', () => {
    it('keeps what happened to whom, with the numbers', () => {
      expect(entryOf(eventFixture('own/budgetOpened'))).to.deep.equal({
        eventId: '4b1d0a7790c1f3e2a5d86c9e31f7b204',
        eventTime: Date.UTC(2026, 9, 5, 9, 15),
        eventSource: 'bedrock-budgeteer',
        eventType: 'BudgetOpened',
        userIdentity: KEY_USER,
        details: {
          spentUsd: '0',
          limitUsd: '1',
          refreshesAt: '2026-11-04T00:00:00Z',
          accountType: 'bedrock_api_key',
          refreshPeriodDays: 30,
          period: { start: '2026-10-05T00:00:00Z', end: '2026-11-04T00:00:00Z' },
        },
      });
    });

    it('names the system where it is about no principal', () => {
      expect(entryOf(eventFixture('own/priceRefreshRequested'))).to.include({
        eventType: 'PriceRefreshRequested',
        userIdentity: 'bedrock-budgeteer',
      });
    });

    it('keeps scalars and, one level down, lists and objects of them', () => {
      const nested = { policyArns: ['a', { b: 1 }, 'c'], deep: { e: { f: 1 }, g: 2 }, none: null };
      const { details } = entryOf(eventFixture('own/priceRefreshRequested', nested));
      expect(details).to.deep.equal({ reason: 'first-api-key', policyArns: ['a', 'c'], deep: { g: 2 } });
    });

    it('keeps lists of scalars one level down, as a restore point has them', () => {
      const limited = 'arn:aws:iam::aws:policy/AmazonBedrockLimitedAccess';
      const restorePoint = {
        uniqueId: 'AIDA1',
        attachedPolicyArns: [limited, `arn:aws:iam::${ACCOUNT}:policy/other`],
        detachedPolicyArns: [limited, { arn: limited }, [limited], null],
        deactivatedKeyIds: [],
      };
      const { details } = entryOf(eventFixture('own/budgetOpened', { type: 'RestorePointTaken', restorePoint }));
      expect(details['restorePoint']).to.deep.equal({ ...restorePoint, detachedPolicyArns: [limited] });
    });

    it('keeps of a list the first 25 entries, at either level', () => {
      const list = Array.from({ length: 30 }, (_, index) => index);
      const { details } = entryOf(eventFixture('own/budgetOpened', { list, deep: { list } }));
      expect(details).to.deep.include({ list: list.slice(0, 25), deep: { list: list.slice(0, 25) } });
    });
  });

  const broken: readonly (readonly [unknown, string])[] = [
    [undefined, 'event: not an object'],
    [[], 'event: not an object'],
    [{ detail: 'x' }, 'detail: not an object'],
    [eventFixture('own/budgetOpened', { eventId: 7 }), 'detail.eventId: not an event id'],
    [eventFixture('own/budgetOpened', { at: 'noon' }), 'detail.at: not an ISO 8601 instant'],
    [eventFixture('own/budgetOpened', { type: '' }), 'detail.type: not a name'],
    [eventFixture('cloudtrail/createUser', { eventSource: 'example.com' }), 'detail.eventSource: not a service of AWS'],
    [eventFixture('cloudtrail/createUser', { eventSource: undefined }), 'detail.eventSource: not a service of AWS'],
    [eventFixture('cloudtrail/createUser', { eventID: 'two\nlines' }), 'detail.eventID: not an event id'],
    [eventFixture('cloudtrail/createUser', { eventTime: undefined }), 'detail.eventTime: not an ISO 8601 instant'],
    [eventFixture('cloudtrail/createUser', { eventName: undefined }), 'detail.eventName: not a name'],
  ];
  for (const [event, reason] of broken) {
    it(`says what it cannot read: ${reason}`, () => {
      expect(auditEntryOf(event)).to.deep.equal({ kind: 'invalid', reason });
    });
  }

  it('is bounded, however much an event holds', () => {
    const long = '語'.repeat(100_000);
    const many = Object.fromEntries(Array.from({ length: 5000 }, (_, index) => [`k${index}`, long]));
    const tags = Array.from({ length: 5000 }, () => ({ key: long, value: long }));
    const requestParameters = { userName: long, policyDocument: long, modelId: long, tags };
    const fat = { arn: long, userName: long, status: long, jobArn: long };
    const responseElements = { ...fat, user: fat, role: fat, serviceSpecificCredential: fat };
    const called = eventFixture('cloudtrail/createUser', { requestParameters, responseElements, errorMessage: long });
    const own = eventFixture('own/budgetOpened', { ...many, many, list: tags, principalId: long });
    for (const event of [called, own]) expect(bytesOf(entryOf(event))).to.be.below(250_000);
  });

  it('is total: any JSON value gets an answer', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const events = [value, { detail: value }, { source: 'bedrock-budgeteer', detail: value }];
        const sections = { requestParameters: value, responseElements: value, userIdentity: value };
        for (const event of [...events, eventFixture('cloudtrail/createUser', sections)]) {
          expect(['entry', 'invalid']).to.include(auditEntryOf(event).kind);
        }
        expect(auditEntryOf(eventFixture('own/budgetOpened', { value })).kind).to.equal('entry');
      }),
    );
  });
});
