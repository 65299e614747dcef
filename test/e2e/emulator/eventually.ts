import { setTimeout as sleep } from 'node:timers/promises';

/** Generous: on an idle machine everything here takes seconds. */
const LIMIT_SECONDS = 300;

/** Asks until there is an answer. Throws with what was waited for if there is none. */
export async function eventually<T>(what: string, ask: () => Promise<T | undefined>): Promise<T> {
  const end = performance.now() + LIMIT_SECONDS * 1000;
  while (performance.now() < end) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    await sleep(200);
  }
  throw new Error(`not within ${LIMIT_SECONDS} s: ${what}`);
}
