import type { Instant } from '../../domain/instant.js';

export interface Mail {
  /** `ADDRESS`, or `"NAME" <ADDRESS>`. */
  readonly from: string;
  readonly to: string;
  readonly replyTo?: string;
  /** Of SES; without one that of the identity, if it has one. */
  readonly configurationSet?: string;
  readonly subject: string;
  readonly text: string;
}

/** What became of a mail. No reason holds an address. */
export type MailOutcome =
  | { readonly kind: 'taken' }
  /** Not sent, and no other try would change that: the address or the message is at fault. */
  | { readonly kind: 'refused'; readonly reason: string }
  /** Not sent, for certain; another try may do. */
  | { readonly kind: 'failed'; readonly reason: string }
  /** There was no answer that says whether it was sent. */
  | { readonly kind: 'unknown'; readonly reason: string };

export interface Mailer {
  /** Sends to one address. Tries again, before a deadline, only where nothing was sent. */
  send(mail: Mail, deadline: Instant): Promise<MailOutcome>;
}
