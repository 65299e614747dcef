import type { PersonAddress } from '../../../domain/settings/personAddresses.js';
import type { JsonObject } from '../../../domain/json.js';
import type { NoticeLog } from '../../../handlers/ports/noticeLog.js';
import type { Mail, Mailer, MailOutcome } from '../../../handlers/ports/mailer.js';
import { createAddresses } from '../../../handlers/notifications/personAddresses.js';
import { personChannel } from '../../../handlers/notifications/personChannel.js';
import { MemoryNoticeLog } from '../../../local/memory/memoryNoticeLog.js';
import { NotifierWorld } from './notifierWorld.js';

/** Takes every mail, unless it is told what becomes of the next ones. */
class StubMailer implements Mailer {
  readonly mails: Mail[] = [];
  readonly outcomes: MailOutcome[] = [];

  send(mail: Mail): Promise<MailOutcome> {
    const outcome = this.outcomes.shift() ?? { kind: 'taken' };
    if (outcome.kind === 'taken') this.mails.push(mail);
    return Promise.resolve(outcome);
  }
}

export interface PersonWorldOptions {
  readonly book?: () => Promise<readonly PersonAddress[]>;
  readonly replyTo?: string;
  /** Between the notifier and its ports. */
  readonly through?: <T extends object>(port: T) => T;
}

/** The notifier on memory, with mail to persons beside its other channels. */
export class PersonWorld {
  readonly mailer = new StubMailer();
  readonly world: NotifierWorld;

  constructor({ book = () => Promise.resolve([]), replyTo, through = (port) => port }: PersonWorldOptions = {}) {
    const log: NoticeLog = through(new MemoryNoticeLog());
    const from = '"Budgets" <budgets@example.com>';
    const config = { by: 'mail', from, ...(replyTo === undefined ? {} : { replyTo }) } as const;
    const world: NotifierWorld = new NotifierWorld({
      log,
      more: (clock) => {
        const ports = { log, mailer: through(this.mailer), addresses: createAddresses({ read: book }, clock) };
        return [personChannel(ports, config, 'bedrock-budgeteer-dev')];
      },
    });
    this.world = world;
  }

  notify(event: JsonObject): Promise<void> {
    return this.world.notify(event);
  }

  get subjects(): readonly string[] {
    return this.mailer.mails.map(({ subject }) => subject);
  }
}
