import { SendEmailCommand, SESv2ServiceException, type SESv2Client } from '@aws-sdk/client-sesv2';
import { SECOND_MS, type Instant } from '../../domain/instant.js';
import type { Clock } from '../ports/clock.js';
import type { Mail, Mailer, MailOutcome } from '../ports/mailer.js';

const MAX_ATTEMPTS = 4;
const FIRST_WAIT_MS = SECOND_MS;

/** The address or the message is at fault (SES API v2, SendEmail); in the sandbox, an address nobody has verified. */
const REFUSALS: readonly string[] = ['BadRequestException', 'MessageRejected'];

/** No other program answers a mail that says so (RFC 3834, 5). */
const HEADERS = [{ Name: 'Auto-Submitted', Value: 'auto-generated' }];

/**
 * Mail by Amazon SES. SES knows no repetition: a client that tries again where there was no answer could send twice, so
 * the client given here must make one attempt, and what is tried again here is only what SES has throttled.
 */
export class SesMailer implements Mailer {
  readonly #client: SESv2Client;
  readonly #clock: Clock;

  constructor(client: SESv2Client, clock: Clock) {
    this.#client = client;
    this.#clock = clock;
  }

  async send(mail: Mail, deadline: Instant): Promise<MailOutcome> {
    for (let attempt = 1; ; attempt += 1) {
      const { outcome, isThrottled } = await this.#attempt(mail);
      if (!isThrottled || attempt === MAX_ATTEMPTS) return outcome;
      const waitMs = Math.ceil(FIRST_WAIT_MS * 2 ** (attempt - 1) * (0.5 + this.#clock.random() / 2));
      if (this.#clock.now() + waitMs >= deadline) return outcome;
      await this.#clock.sleep(waitMs);
    }
  }

  async #attempt(mail: Mail): Promise<{ readonly outcome: MailOutcome; readonly isThrottled: boolean }> {
    try {
      await this.#client.send(commandFor(mail));
      return { outcome: { kind: 'taken' }, isThrottled: false };
    } catch (error) {
      return { outcome: outcomeOf(error, mail), isThrottled: statusOf(error) === 429 };
    }
  }
}

function commandFor({ from, to, replyTo, configurationSet, subject, text }: Mail): SendEmailCommand {
  return new SendEmailCommand({
    FromEmailAddress: from,
    Destination: { ToAddresses: [to] },
    ...(replyTo === undefined ? {} : { ReplyToAddresses: [replyTo] }),
    ...(configurationSet === undefined ? {} : { ConfigurationSetName: configurationSet }),
    Content: {
      Simple: {
        Subject: { Data: subject, Charset: 'UTF-8' },
        Body: { Text: { Data: text, Charset: 'UTF-8' } },
        Headers: HEADERS,
      },
    },
  });
}

function outcomeOf(error: unknown, { to }: Mail): MailOutcome {
  const status = statusOf(error);
  if (!(error instanceof Error)) return { kind: 'unknown', reason: 'no answer of SES' };
  if (status === undefined || status < 400 || status >= 500) {
    return { kind: 'unknown', reason: `no answer of SES that says so: ${error.name}` };
  }
  const reason = `SES: ${error.name}: ${withoutAddress(error.message, to)}`;
  return { kind: REFUSALS.includes(error.name) ? 'refused' : 'failed', reason };
}

function statusOf(error: unknown): number | undefined {
  return error instanceof SESv2ServiceException ? error.$metadata.httpStatusCode : undefined;
}

/** Messages of SES quote the recipient, and logs are no place for it. */
function withoutAddress(message: string, address: string): string {
  const [text, wanted] = [message.toLowerCase(), address.toLowerCase()];
  let kept = '';
  let from = 0;
  for (let at = text.indexOf(wanted); at >= 0; at = text.indexOf(wanted, from)) {
    kept += `${message.slice(from, at)}(the address)`;
    from = at + wanted.length;
  }
  return kept + message.slice(from);
}
