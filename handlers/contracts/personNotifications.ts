import { isObject, stringAt } from '../../domain/json.js';

/** How those whom a budget concerns are told themselves, as the stack hands it to the notifier. */
export type PersonNotifications =
  | { readonly by: 'off' }
  /** Webhooks get the person with each notice. */
  | { readonly by: 'webhook' }
  | {
      readonly by: 'mail';
      /** As mail has it: `ADDRESS`, or `"NAME" <ADDRESS>`. */
      readonly from: string;
      readonly replyTo?: string;
      /** Of SES. */
      readonly configurationSet?: string;
    };

/** Undefined where a text is none. */
export function readPersonNotifications(json: string): PersonNotifications | undefined {
  const given = parsed(json);
  const keys = ['by', 'from', 'replyTo', 'configurationSet'];
  const [by, from, replyTo, configurationSet] = keys.map((key) => stringAt(given, key));
  if (by === 'off' || by === 'webhook') return { by };
  if (by !== 'mail' || from === undefined) return undefined;
  return {
    by,
    from,
    ...(replyTo === undefined ? {} : { replyTo }),
    ...(configurationSet === undefined ? {} : { configurationSet }),
  };
}

function parsed(json: string): unknown {
  try {
    const value: unknown = JSON.parse(json);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
