import { PERSON_PREFIX } from '../../../domain/iam/person.js';
import { namesInDocument } from '../../../domain/iam/personPolicy.js';

/** Principal ids of all whom a document of a person policy denies. */
export function deniedPersons(document: string | undefined): ReadonlySet<string> {
  const userIds = document === undefined ? [] : (namesInDocument(document) ?? []);
  return new Set(userIds.map((userId) => `${PERSON_PREFIX}${userId.replace(/^\*:/, '').toLowerCase()}`));
}
