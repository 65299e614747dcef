import { expect } from 'chai';
import { eventDetail } from '../../../domain/budget/eventDetail.js';
import type { Noted } from '../../../domain/budget/overrides.js';
import { MINUTE_MS } from '../../../domain/instant.js';
import { NOON, open, report, step, tell, type Step } from './histories.js';

const LATER = NOON + MINUTE_MS;

function byHand(type: 'SuspendAccess' | 'RestoreAccess', noted: Noted): Step {
  return { command: { type, ...noted }, now: LATER };
}

/** What the events of the last step say of who did it, and why. */
function told(steps: readonly Step[]): readonly unknown[] {
  const { events = [] } = tell(steps).at(-1) ?? {};
  return events.map((event) => {
    const { type, by, note } = eventDetail(event) as { readonly type: string } & Noted;
    return [type, by, note];
  });
}

describe('an operation by hand', () => {
  const suspended = [open(), step('SuspendAccess', NOON), report.suspensionBegun(LATER), report.suspended(LATER)];
  const team = [{ ...open('10', 'team') }];
  const operations: readonly (readonly [string, readonly Step[], 'SuspendAccess' | 'RestoreAccess', string])[] = [
    ['a suspension', [open()], 'SuspendAccess', 'SuspensionStarted'],
    ['a restoration', suspended, 'RestoreAccess', 'RestorationStarted'],
    ['a team’s suspension', team, 'SuspendAccess', 'TeamSuspended'],
  ];
  const notes: readonly Noted[] = [{}, { by: 'olga' }, { note: 'runs wild' }, { by: 'olga', note: 'runs wild' }];
  for (const [what, before, type, event] of operations) {
    for (const noted of notes) {
      it(`tells of ${what} who and why, as far as it was given: ${JSON.stringify(noted)}`, () => {
        expect(told([...before, byHand(type, noted)])).to.deep.equal([[event, noted.by, noted.note]]);
      });
    }
  }

  it('tells it of a suspension that is held', () => {
    const exceeded = [open('10'), step('SuspendAccess', NOON)];
    expect(tell([...exceeded, byHand('SuspendAccess', { by: 'olga' })]).at(-1)?.rejection).to.equal(
      'suspending by hand already',
    );
  });
});
