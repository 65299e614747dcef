import { actionsOfMethod } from '../../../handlers/contracts/grants.js';
import type { Mail, Mailer, MailOutcome } from '../../../handlers/ports/mailer.js';
import type { Assert } from '../iam/withAuthorization.js';
import type { Journal } from '../journal.js';
import { AccessDenied, WorldError } from '../worldError.js';

interface Place {
  readonly journal: Journal;
  readonly partition: string;
  readonly accountId: string;
}

/** SES in which every identity is verified that a sender can be of. */
export function mailer({ journal, partition, accountId }: Place, region: string, assert: Assert): Mailer {
  const isAllowed = (part: string, fromAddress: string): boolean => {
    const resource = `arn:${partition}:ses:${region}:${accountId}:${part}`;
    const context = { 'ses:FromAddress': fromAddress };
    return actionsOfMethod('SesMailer', 'send').every((action) => allows(assert, { action, resource, context }));
  };
  return {
    send: ({ from, to, configurationSet, subject, text }: Mail): Promise<MailOutcome> => {
      if (/[\r\n]/.test(subject)) throw new WorldError(`a subject of several lines: ${JSON.stringify(subject)}`);
      const fromAddress = addressIn(from);
      const mayUseSet =
        configurationSet === undefined || isAllowed(`configuration-set/${configurationSet}`, fromAddress);
      if (!mayUseSet || !identitiesOf(fromAddress).some((identity) => isAllowed(`identity/${identity}`, fromAddress))) {
        return Promise.resolve({ kind: 'failed', reason: `SES: the role may not send from ${fromAddress}` });
      }
      journal.add({ kind: 'mailed', to, subject, text });
      return Promise.resolve({ kind: 'taken' });
    },
  };
}

function allows(assert: Assert, access: Parameters<Assert>[0]): boolean {
  try {
    assert(access);
    return true;
  } catch (error) {
    if (error instanceof AccessDenied) return false;
    throw error;
  }
}

/** Of `ADDRESS` or `"NAME" <ADDRESS>`. */
function addressIn(from: string): string {
  return /<(.+)>$/.exec(from)?.[1] ?? from;
}

/** The address itself, its domain, and the domains above. */
function identitiesOf(address: string): readonly string[] {
  const labels = address.slice(address.indexOf('@') + 1).split('.');
  return [address, ...labels.slice(0, -1).map((_, index) => labels.slice(index).join('.'))];
}
