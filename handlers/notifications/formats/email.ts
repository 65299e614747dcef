import type { Notice } from '../../contracts/notice.js';
import { asciiFitted, fitted, timeOf } from '../text.js';

/** A subject is ASCII on one line of less than 100 characters (SNS API reference, Publish). */
const MAX_SUBJECT_CHARACTERS = 99;

/** Room for the time that a title ends with; programs cut at the end what they cannot show. */
const MAX_PERSON_SUBJECT_CHARACTERS = 160;

/** `sender` names the stack, so that filters find its mail. */
export function emailSubject({ title }: Notice, sender: string): string {
  return asciiFitted(`[${sender}] ${title}`, MAX_SUBJECT_CHARACTERS);
}

/** Of mail to a person: one line of UTF-8. */
export function personSubject({ title }: Notice, sender: string): string {
  return fitted(`[${sender}] ${title}`, MAX_PERSON_SUBJECT_CHARACTERS);
}

export function emailText(notice: Notice, sender: string): string {
  const { title, facts, consequence, actions, eventId, at } = notice;
  const width = Math.max(...facts.map(({ label }) => label.length)) + 2;
  const table = facts.map(({ label, value }) => `${`${label}:`.padEnd(width)}${value}`);
  const toDo = actions.length === 0 ? [] : ['', 'What to do:', ...actions.map((action) => `- ${action}`)];
  const origin = `${sender}, event ${eventId}, ${timeOf(at)}`;
  return [title, '', ...table, '', `What happens: ${consequence}`, ...toDo, '', '--', origin, ''].join('\n');
}
