import { isObject, objectAt, stringAt, type JsonObject } from '../../../domain/json.js';
import type { World } from '../../world/world.js';

/** Invokes functions again with the events that failed for good, as docs/runbooks/dead-letters.md says. */
export function redrive({ journal, functions }: World): void {
  for (const { body } of journal.of('message-kept')) {
    const message = parsed(body);
    const arn = stringAt(objectAt(message, 'requestContext'), 'functionArn');
    if (arn !== undefined && 'requestPayload' in message) functions.invokeLater(arn, message['requestPayload']);
  }
}

function parsed(body: string): JsonObject {
  const message: unknown = JSON.parse(body);
  return isObject(message) ? message : {};
}
