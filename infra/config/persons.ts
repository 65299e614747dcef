import * as pulumi from '@pulumi/pulumi';
import { isMailAddress } from '../../domain/iam/mailAddress.js';
import { readPersonAddresses, type PersonAddress } from '../../domain/settings/personAddresses.js';
import type { PersonNotifications } from '../../handlers/contracts/personNotifications.js';
import type { Channel } from '../channels.js';
import { list, oneOf, refuse } from './configValues.js';

/** How those are told whom a budget concerns. */
export type PersonsConfig =
  | { readonly by: 'off' }
  | { readonly by: 'webhook'; readonly addresses: readonly PersonAddress[] }
  | {
      readonly by: 'mail';
      readonly addresses: readonly PersonAddress[];
      /** As mail has it. */
      readonly from: string;
      readonly fromAddress: string;
      /** Of SES: an address, or a domain. */
      readonly identity: string;
      readonly replyTo?: string;
      readonly configurationSet?: string;
    };

const ADDRESS = 'an e-mail address, such as budgets@example.com';

/** A name that needs no encoding, in a sender. */
const SENDER = /^(?:(?<name>[\w .,&()+-]{1,64}?) *<(?<inside>[^<>]+)>|(?<alone>[^<>\s]+))$/;

/** Reads the settings of mail even where it is off, so that switching it on finds nothing new. Throws RunError. */
export function readPersons(config: pulumi.Config, channels: readonly Channel[]): PersonsConfig {
  const by = oneOf(config, 'notifyPersons', ['off', 'mail', 'webhook'], 'off');
  const addresses = readAddresses(config);
  const mail = readMail(config);
  switch (by) {
    case 'off':
      return { by };
    case 'webhook':
      if (channels.some(({ type }) => type === 'webhook')) return { by, addresses };
      return refuse('notifyPersons', by, 'used without a channel of type webhook; add one to channels, or set mail');
    case 'mail':
      if (mail !== undefined) return { by, addresses, ...mail };
      return refuse('mailSender', '', `${ADDRESS}; mail to persons needs a sender that SES has verified`);
  }
}

/** What the notifier has to know. */
export function notificationsOf(persons: PersonsConfig): PersonNotifications {
  if (persons.by !== 'mail') return { by: persons.by };
  const { by, from, replyTo, configurationSet } = persons;
  return {
    by,
    from,
    ...(replyTo === undefined ? {} : { replyTo }),
    ...(configurationSet === undefined ? {} : { configurationSet }),
  };
}

type MailConfig = Omit<Extract<PersonsConfig, { readonly by: 'mail' }>, 'by' | 'addresses'>;

function readMail(config: pulumi.Config): MailConfig | undefined {
  const sender = config.get('mailSender') ?? '';
  const replyTo = config.get('mailReplyTo') ?? '';
  if (replyTo !== '' && !isMailAddress(replyTo)) refuse('mailReplyTo', replyTo, ADDRESS);
  const configurationSet = config.get('mailConfigurationSet') ?? '';
  if (!/^[\w-]{0,64}$/.test(configurationSet)) {
    refuse('mailConfigurationSet', configurationSet, 'the name of a configuration set of SES');
  }
  if (sender === '') return undefined;
  const { name, inside, alone = inside } = SENDER.exec(sender)?.groups ?? {};
  const fromAddress = alone ?? '';
  if (!isMailAddress(fromAddress)) refuse('mailSender', sender, `${ADDRESS}, or Budgets <budgets@example.com>`);
  const from = name === undefined ? fromAddress : `"${name.trim()}" <${fromAddress}>`;
  const identity = readMailIdentity(config, fromAddress);
  return {
    from,
    fromAddress,
    identity,
    ...(replyTo === '' ? {} : { replyTo }),
    ...(configurationSet === '' ? {} : { configurationSet }),
  };
}

/** SES takes an address for the identity of the address, of its domain, or of a domain above. */
function readMailIdentity(config: pulumi.Config, fromAddress: string): string {
  const domain = fromAddress.slice(fromAddress.indexOf('@') + 1).toLowerCase();
  const given = config.get('mailIdentity') ?? '';
  if (given === '') return domain;
  const isAbove = given.includes('.') && `.${domain}`.endsWith(`.${given}`);
  if (given === fromAddress || isAbove) return given;
  return refuse(
    'mailIdentity',
    given,
    `an identity of ${fromAddress}: the address itself, ${domain} or a domain above`,
  );
}

function readAddresses(config: pulumi.Config): readonly PersonAddress[] {
  const problems: string[] = [];
  const addresses = readPersonAddresses(list(config, 'personAddresses') ?? [], problems);
  if (problems.length > 0) throw new pulumi.RunError(problems.join('\n'));
  return addresses;
}
