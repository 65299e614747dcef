import { expect } from 'chai';
import { isObject } from '../../../domain/json.js';

/** What each channel documents of its messages, as checks that name the source. */

/** SNS API reference, Publish: Subject. */
export function expectSubject(subject: string): void {
  expect(subject).to.match(/^[\x21-\x7e][\x20-\x7e]*$/);
  expect(subject.length).to.be.below(100);
}

/** SNS Developer Guide: 140 bytes are one part in any alphabet; of ASCII each character is one. */
export function expectSms(text: string): void {
  expect(text).to.match(/^[\x20-\x7e]+$/);
  expect(text.length).to.be.at.most(140);
}

/** Amazon Q Developer in chat applications, "Custom notifications": event schema. */
export function expectAmazonQ(json: string): void {
  const { version, source, content, metadata, ...others } = parsed(json);
  expect([version, source]).to.deep.equal(['1.0', 'custom']);
  expect(Object.keys(others)).to.deep.equal(['id']);
  if (!isObject(content) || !isObject(metadata)) throw new Error('no content or metadata');
  expect(content['textType']).to.equal('client-markdown');
  expect(lengthOf(content['title'])).to.be.within(1, 250);
  expect(lengthOf(content['description'])).to.be.within(1, 8000);
  for (const key of ['nextSteps', 'keywords']) {
    for (const entry of (content[key] ?? []) as readonly unknown[]) expect(entry).to.be.a('string');
  }
  expect(['textType', 'title', 'description', 'nextSteps', 'keywords']).to.include.members(Object.keys(content));
  expect(['threadId', 'summary', 'eventType']).to.include.members(Object.keys(metadata));
  expectHarmlessMarkup(JSON.stringify(content));
}

/** Slack, "Reference: blocks", and "Formatting text for app surfaces". */
export function expectSlack(json: string): void {
  const { text, blocks } = parsed(json);
  expect(lengthOf(text)).to.be.within(1, 3000);
  if (!Array.isArray(blocks)) throw new Error('no blocks');
  expect(blocks.length).to.be.within(1, 50);
  for (const block of blocks as readonly Readonly<Record<string, unknown>>[]) expectBlock(block);
  // A header is plain text.
  expectHarmlessMarkup(JSON.stringify([text, blocks.slice(1)]));
}

function expectBlock(block: Readonly<Record<string, unknown>>): void {
  const { type } = block;
  expect(['header', 'section', 'context']).to.include(type);
  const texts = (type === 'context' ? block['elements'] : [block['text']]) as readonly Readonly<
    Record<string, unknown>
  >[];
  for (const { type: textType, text } of texts) {
    expect(textType).to.equal(type === 'header' ? 'plain_text' : 'mrkdwn');
    expect(lengthOf(text)).to.be.within(1, type === 'header' ? 150 : 3000);
  }
}

/** No link, mention or special command can be in it, for they all begin with `<`; nor a broken entity. */
function expectHarmlessMarkup(text: string): void {
  expect(text).to.not.match(/[<>]/);
  expect(text).to.not.match(/&(?!amp;|lt;|gt;)/);
}

/** PagerDuty, "Send an alert event" (Events API v2). */
export function expectPagerDuty(json: string): void {
  const { routing_key, dedup_key, event_action, payload, ...others } = parsed(json);
  expect(routing_key).to.be.a('string').and.not.equal('');
  expect(lengthOf(dedup_key)).to.be.within(1, 255);
  expect(['client']).to.include.members(Object.keys(others));
  expect(json.length).to.be.below(512 * 1024);
  if (event_action === 'resolve') {
    expect(payload).to.equal(undefined);
    return;
  }
  expect(event_action).to.equal('trigger');
  if (!isObject(payload)) throw new Error('no payload');
  expect(lengthOf(payload['summary'])).to.be.within(1, 1024);
  expect(lengthOf(payload['source'])).to.be.at.least(1);
  expect(['info', 'warning', 'error', 'critical']).to.include(payload['severity']);
  expect(Number.isNaN(Date.parse(String(payload['timestamp'])))).to.equal(false);
}

function parsed(json: string): Readonly<Record<string, unknown>> {
  const value: unknown = JSON.parse(json);
  if (!isObject(value)) throw new Error('not an object');
  return value;
}

function lengthOf(value: unknown): number {
  if (typeof value !== 'string') throw new Error(`${JSON.stringify(value)}: not a text`);
  return value.length;
}
