import * as pulumi from '@pulumi/pulumi';
import { expect } from 'chai';
import { notificationsOf } from '../../../infra/config/persons.js';
import { readPersonNotifications } from '../../../handlers/contracts/personNotifications.js';
import { ADOPTED, configOf } from '../configOf.js';

const MAIL = { ...ADOPTED, notifyPersons: 'mail', mailSender: 'budgets@mail.example.com' };
const WEBHOOK = '[{"type":"webhook","secret":"/hooks/x","url":"https://hooks.example.com/x"}]';

describe('how a stack tells persons', () => {
  afterEach(() => {
    pulumi.runtime.setAllConfig({});
  });

  it('is not at all by default, whatever else is set', () => {
    expect(configOf(ADOPTED).persons).to.deep.equal({ by: 'off' });
    expect(configOf({ ...MAIL, notifyPersons: 'off' }).persons).to.deep.equal({ by: 'off' });
  });

  it('is by mail from an address, of the identity of its domain', () => {
    const from = 'budgets@mail.example.com';
    expect(configOf(MAIL).persons).to.deep.equal({
      by: 'mail',
      addresses: [],
      from,
      fromAddress: from,
      identity: 'mail.example.com',
    });
  });

  it('is by mail with a name, of another identity, with answers to somebody, and a mapping', () => {
    const { persons } = configOf({
      ...MAIL,
      mailSender: 'Bedrock budgets, EU <budgets@mail.example.com>',
      mailIdentity: 'example.com',
      mailReplyTo: 'finops@example.com',
      mailConfigurationSet: 'mail_of-budgets',
      personAddresses: '[{"who":"person/*","address":"*@example.com"}]',
    });
    expect(persons).to.deep.equal({
      by: 'mail',
      addresses: [{ who: 'person/*', address: '*@example.com' }],
      from: '"Bedrock budgets, EU" <budgets@mail.example.com>',
      fromAddress: 'budgets@mail.example.com',
      identity: 'example.com',
      replyTo: 'finops@example.com',
      configurationSet: 'mail_of-budgets',
    });
  });

  it('is by webhook where there is one', () => {
    const given = { ...ADOPTED, notifyPersons: 'webhook', channels: WEBHOOK };
    expect(configOf(given).persons).to.deep.equal({ by: 'webhook', addresses: [] });
  });

  it('reaches the notifier as it was set', () => {
    for (const given of [ADOPTED, MAIL, { ...MAIL, mailReplyTo: 'a@example.com', mailConfigurationSet: 'x' }]) {
      const told = notificationsOf(configOf(given).persons);
      expect(readPersonNotifications(JSON.stringify(told))).to.deep.equal(told);
    }
    for (const text of ['', '[]', '{"by":"fax"}', '{"by":"mail"}']) {
      expect(readPersonNotifications(text)).to.equal(undefined);
    }
  });

  for (const [given, problem] of [
    [{ notifyPersons: 'sms' }, 'notifyPersons: "sms" is not one of off, mail, webhook'],
    [{ notifyPersons: 'mail' }, /^mailSender: "" is not an e-mail address.*needs a sender that SES has verified$/],
    [{ notifyPersons: 'webhook' }, /^notifyPersons: "webhook" is not used without a channel of type webhook/],
    [{ mailSender: 'budgets' }, /^mailSender: "budgets" is not an e-mail address/],
    [{ mailSender: 'A <a@example.com>, b@example.com' }, /^mailSender: /],
    [{ mailSender: '"Quoted" <a@example.com>' }, /^mailSender: /],
    [{ mailSender: 'a*@example.com' }, /^mailSender: /],
    [{ ...MAIL, mailConfigurationSet: 'a/*' }, /^mailConfigurationSet: "a\/\*" is not the name of a configuration set/],
    [{ ...MAIL, mailReplyTo: 'x' }, /^mailReplyTo: "x" is not an e-mail address/],
    [
      { ...MAIL, mailIdentity: 'example.org' },
      /^mailIdentity: "example.org" is not an identity of budgets@mail\.example/,
    ],
    [{ ...MAIL, mailIdentity: 'ample.com' }, /^mailIdentity: /],
    [{ ...MAIL, mailIdentity: 'com' }, /^mailIdentity: /],
    [{ ...MAIL, mailIdentity: '*' }, /^mailIdentity: /],
    [{ ...MAIL, mailIdentity: 'other@mail.example.com' }, /^mailIdentity: /],
    [{ personAddresses: '[{"who":"x","address":"none"}]' }, /^personAddresses\[0\]\.who: "x" is not/],
  ] as const) {
    it(`is refused: ${JSON.stringify(given)}`, () => {
      expect(() => configOf({ ...ADOPTED, ...given })).to.throw(pulumi.RunError, problem);
    });
  }
});
