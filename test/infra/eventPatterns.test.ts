import { expect } from 'chai';
import { readdirSync } from 'node:fs';
import { changeReaderOf } from '../../domain/iam/iamChange.js';
import { IAM_EVENTS } from '../../infra/eventPatterns.js';
import { compilePattern, matches } from '../../local/events/eventPattern.js';
import { eventFixture } from '../events/fixture.js';

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
