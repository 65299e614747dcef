import { SECOND_MS, type Instant } from '../../domain/instant.js';
import { DeliveryError } from '../runtime/errors.js';
import type { Clock } from '../ports/clock.js';
import type { HttpPost, HttpPoster } from '../ports/httpPoster.js';

const MAX_ATTEMPTS = 3;
const TIMEOUT_MS = 5 * SECOND_MS;
const FIRST_WAIT_MS = SECOND_MS;

/** Longer waits are Lambda's, which calls the function again after minutes. */
const MAX_WAIT_MS = 15 * SECOND_MS;

type Outcome =
  | { readonly kind: 'taken' }
  | { readonly kind: 'refused'; readonly reason: string }
  /** Worth another try, not before a time of the receiver's. */
  | { readonly kind: 'failed'; readonly reason: string; readonly waitMs: number };

/** Posts by HTTP, with a few tries, and never where a receiver redirects to: the body was not meant for others. */
export class FetchPoster implements HttpPoster {
  readonly #clock: Clock;
  readonly #timeoutMs: number;

  constructor(clock: Clock, timeoutMs = TIMEOUT_MS) {
    this.#clock = clock;
    this.#timeoutMs = timeoutMs;
  }

  async post(request: HttpPost, deadline: Instant): Promise<void> {
    const host = hostOf(request.url);
    for (let attempt = 1; ; attempt += 1) {
      const outcome = await this.#attempt(request, deadline);
      if (outcome.kind === 'taken') return;
      const failure = new DeliveryError(`${host}: ${outcome.reason}`);
      if (outcome.kind === 'refused' || attempt === MAX_ATTEMPTS) throw failure;
      const waitMs = Math.max(outcome.waitMs, FIRST_WAIT_MS * 2 ** (attempt - 1));
      if (waitMs > MAX_WAIT_MS || this.#clock.now() + waitMs >= deadline) throw failure;
      await this.#clock.sleep(waitMs);
    }
  }

  async #attempt({ url, headers, body }: HttpPost, deadline: Instant): Promise<Outcome> {
    const timeoutMs = Math.min(this.#timeoutMs, deadline - this.#clock.now());
    if (timeoutMs <= 0) return { kind: 'refused', reason: 'no time is left' };
    try {
      const signal = AbortSignal.timeout(timeoutMs);
      const answer = await fetch(url, { method: 'POST', headers, body, signal, redirect: 'manual' });
      // The status says all; a body that is not read would keep the connection.
      await answer.body?.cancel();
      return this.#outcomeOf(answer);
    } catch (error) {
      return { kind: 'failed', reason: reasonOf(error, timeoutMs), waitMs: 0 };
    }
  }

  #outcomeOf({ status, ok, headers }: Response): Outcome {
    if (ok) return { kind: 'taken' };
    if (status >= 300 && status < 400) return { kind: 'refused', reason: `HTTP ${status}: redirects are not followed` };
    const isPassing = status === 408 || status === 429 || status >= 500;
    if (!isPassing) return { kind: 'refused', reason: `HTTP ${status}` };
    return { kind: 'failed', reason: `HTTP ${status}`, waitMs: this.#waitOf(headers.get('retry-after')) };
  }

  /** Seconds, or a date (RFC 9110, Retry-After). */
  #waitOf(retryAfter: string | null): number {
    if (retryAfter === null) return 0;
    if (/^\d+$/.test(retryAfter)) return Number(retryAfter) * SECOND_MS;
    const date = Date.parse(retryAfter);
    return Number.isNaN(date) ? 0 : Math.max(0, date - this.#clock.now());
  }
}

function hostOf(url: string): string {
  try {
    return new URL(url).host;
  } catch {
    throw new DeliveryError('the URL of a channel is none; look at its secret');
  }
}

/** By its code or name: messages of fetch may quote the URL. */
function reasonOf(error: unknown, timeoutMs: number): string {
  if (!(error instanceof Error)) return 'no answer';
  if (error.name === 'TimeoutError') return `no answer within ${timeoutMs} ms`;
  const { cause } = error;
  return cause instanceof Error && 'code' in cause ? String(cause.code) : error.name;
}
