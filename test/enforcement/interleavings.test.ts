import { usd } from '../../domain/money.js';
import { limitSet } from '../domain/budget/histories.js';
import { expect } from 'chai';
import type { PolicyHolder } from '../../domain/iam/principal.js';
import { MINUTE_MS, SECOND_MS } from '../../domain/instant.js';

import { PortCalls } from '../handlers/portCalls.js';
import { ENFORCEMENT_CONFIG } from '../enforcementConfig.js';
import { EnforcementWorld, FULL_ACCESS, GRACE_MS, IAM, LIMITED_ACCESS, principal } from './enforcementWorld.js';

const EVA = `${IAM}:user/teams/eva`;

/** Where the call that is held up stands: before its port has done its work, or after it. */
const SIDES = ['before', 'after'] as const;

/** Holds one call up until it is let go, as a process that is paused does. */
class HeldCalls extends PortCalls {
  readonly #heldCall: number;
  readonly #side: (typeof SIDES)[number];
  #seen = 0;
  #release: () => void = () => undefined;
  readonly #gate = new Promise<void>((resolve) => {
    this.#release = resolve;
  });

  constructor(heldCall: number, side: (typeof SIDES)[number]) {
    super();
    this.#heldCall = heldCall;
    this.#side = side;
  }

  get isHolding(): boolean {
    return this.#seen >= this.#heldCall;
  }

  release(): void {
    this.#release();
  }

  override through<T extends object>(port: T): T {
    return new Proxy(port, {
      get: (target, name): unknown => {
        const member: unknown = Reflect.get(target, name, target);
        if (typeof member !== 'function') return member;
        return async (...args: readonly unknown[]): Promise<unknown> => {
          this.#seen += 1;
          const isManual = this.#seen === this.#heldCall;
          if (isManual && this.#side === 'before') await this.#gate;
          const answer = (await Reflect.apply(member, target, args)) as unknown;
          if (isManual && this.#side === 'after') await this.#gate;
          return answer;
        };
      },
    });
  }
}

interface Scene {
  readonly world: EnforcementWorld;
  readonly eva: PolicyHolder;
  readonly before: string;
}

function scene(): Scene {
  const world = new EnforcementWorld();
  const eva = principal(world, EVA, [FULL_ACCESS, LIMITED_ACCESS]);
  world.iam.addKey('eva');
  return { world, eva, before: world.iam.snapshot(eva) };
}

/** Plays a scene once for each call that can be held up, and answers how many there were. */
async function playEachHold(
  side: (typeof SIDES)[number],
  play: (scene: Scene, calls: HeldCalls) => Promise<void>,
): Promise<number> {
  for (let heldCall = 1; ; heldCall += 1) {
    const calls = new HeldCalls(heldCall, side);
    const played = scene();
    try {
      await play(played, calls);
    } catch (error) {
      throw new Error(`call ${heldCall} held up ${side} its work`, { cause: error });
    } finally {
      played.world.close();
    }
    if (!calls.isHolding) return heldCall - 1;
  }
}

describe('a change of mind while a call is held up', () => {
  const LIMIT_50 = usd('50');

  for (const side of SIDES) {
    it(`(${side} its work): a suspension that is lifted leaves everything as it was`, async () => {
      const holds = await playEachHold(side, async ({ world, eva, before }, calls) => {
        world.use(calls);
        await world.spends(EVA, '12');
        await world.pass(GRACE_MS + MINUTE_MS);
        world.use(new PortCalls());
        await world.changes(EVA, limitSet(LIMIT_50));
        await world.pass(20 * SECOND_MS);
        calls.release();
        await world.pass(30 * MINUTE_MS);
        expect(world.budget(EVA)).to.include({ status: 'active', restorePoint: undefined });
        expect(world.iam.snapshot(eva)).to.equal(before);
      });
      expect(holds).to.be.above(15);
    });

    it(`(${side} its work): a restoration that an operator undoes leaves the principal suspended`, async () => {
      const holds = await playEachHold(side, async ({ world, eva, before }, calls) => {
        await world.spends(EVA, '12');
        await world.pass(GRACE_MS + MINUTE_MS);
        world.use(calls);
        await world.changes(EVA, limitSet(LIMIT_50));
        await world.pass(10 * SECOND_MS);
        world.use(new PortCalls());
        await world.changes(EVA, { type: 'SuspendAccess' });
        await world.pass(20 * SECOND_MS);
        calls.release();
        await world.pass(30 * MINUTE_MS);
        expect(world.budget(EVA).status).to.equal('suspended');
        expect(world.isAllowed(EVA)).to.equal(false);
        expect(world.iam.held(eva).attached.has(ENFORCEMENT_CONFIG.denyPolicyArn)).to.equal(true);
        await world.changes(EVA, { type: 'RestoreAccess' });
        await world.pass(MINUTE_MS);
        expect(world.iam.snapshot(eva)).to.equal(before);
      });
      expect(holds).to.be.above(8);
    });
  }
});
