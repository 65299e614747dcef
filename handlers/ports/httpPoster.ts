import type { Instant } from '../../domain/instant.js';

export interface HttpPost {
  /** May be a secret itself: no error and no log names more of it than the host. */
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface HttpPoster {
  /** Resolves once the receiver has taken it; tries again a few times, until a deadline. Throws DeliveryError. */
  post(request: HttpPost, deadline: Instant): Promise<void>;
}
