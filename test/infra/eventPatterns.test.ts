import { expect } from 'chai';
import { readdirSync } from 'node:fs';
import { changeReaderOf } from '../../domain/iam/iamChange.js';
import { bedrockUsage, IAM_EVENTS } from '../../infra/eventPatterns.js';
import { compilePattern, matches } from '../../local/events/eventPattern.js';
import { eventFixture } from '../events/fixture.js';

describe('bedrockUsage', () => {
  const isAudited = (eventName: string, withCalls: boolean): boolean => {
    const detail = { eventSource: 'bedrock.amazonaws.com', eventName };
    const event = { source: 'aws.bedrock', 'detail-type': 'AWS API Call via CloudTrail', detail };
    return matches(compilePattern(bedrockUsage(withCalls)), event);
  };

  it('matches what no invocation log shows in any case, and calls of models if wanted', () => {
    expect([false, true].map((withCalls) => isAudited('CreateModelInvocationJob', withCalls))).to.deep.equal([
      true,
      true,
    ]);
    expect([false, true].map((withCalls) => isAudited('Converse', withCalls))).to.deep.equal([false, true]);
  });
});

describe('IAM_EVENTS', () => {
  const pattern = compilePattern(IAM_EVENTS);

  for (const file of readdirSync('test/events/cloudtrail')) {
    const event = eventFixture(`cloudtrail/${file.replace('.json', '')}`);
    const eventName = String(event.detail['eventName']);
    const isRead = changeReaderOf(eventName) !== undefined;
    it(`${isRead ? 'lets' : 'keeps'} ${eventName} ${isRead ? 'through' : 'out'} (${file})`, () => {
      expect(matches(pattern, event)).to.equal(isRead);
    });
  }
});
