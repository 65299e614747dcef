import { addressOf } from '../../domain/settings/personAddresses.js';
import type { PersonNotifications } from '../contracts/personNotifications.js';
import type { Notice } from '../contracts/notice.js';
import type { Mailer } from '../ports/mailer.js';
import type { NoticeLog } from '../ports/noticeLog.js';
import { DeliveryError, UndeliverableError } from '../runtime/errors.js';
import type { Channel } from './channel.js';
import { emailText, personSubject } from './formats/email.js';
import { ASK_OPERATORS, personNotice, principalIdOf } from './personNotice.js';
import type { Addresses } from './personAddresses.js';

export interface PersonChannelPorts {
  readonly mailer: Mailer;
  readonly addresses: Addresses;
  readonly log: Pick<NoticeLog, 'markDelivered' | 'unmarkDelivered'>;
}

type ByMail = Extract<PersonNotifications, { readonly by: 'mail' }>;

/** No channel of the configuration can have this name. */
const NAME = '#person';

/**
 * Mail to whom a notice is about, each by itself. It is marked as told before it is sent, and the mark is taken back only
 * where it was not sent for certain: SES knows no repetition, and nobody shall get a mail twice that the topics tell once.
 */
export function personChannel(ports: PersonChannelPorts, { by: _, ...envelope }: ByMail, sender: string): Channel {
  const { mailer, addresses, log } = ports;
  const ask = envelope.replyTo === undefined ? ASK_OPERATORS : 'reply to this mail';
  const addressFor = async (notice: Notice): Promise<string | undefined> => {
    const principalId = principalIdOf(notice);
    return principalId === undefined ? undefined : addressOf(principalId, await addresses());
  };
  return {
    name: NAME,
    isGrouped: false,
    wants: (notice) => personNotice(notice, ask) !== undefined,
    reaches: async (notice) => (await addressFor(notice)) !== undefined,
    send: async (notice, deadline) => {
      const [told, to] = [personNotice(notice, ask), await addressFor(notice)];
      if (told === undefined || to === undefined) return;
      const mail = { ...envelope, to, subject: personSubject(told, sender), text: emailText(told, sender) };
      await log.markDelivered(notice.eventId, NAME);
      const outcome = await mailer.send(mail, deadline);
      switch (outcome.kind) {
        case 'taken':
          return;
        case 'failed':
          await log.unmarkDelivered(notice.eventId, NAME);
          throw new DeliveryError(outcome.reason);
        case 'refused':
        case 'unknown':
          throw new UndeliverableError(outcome.reason);
      }
    },
  };
}
