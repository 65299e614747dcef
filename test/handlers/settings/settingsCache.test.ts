import { expect } from 'chai';
import { usdToString } from '../../../domain/money.js';
import { ConfigurationError } from '../../../handlers/runtime/errors.js';
import { createSettingsCache } from '../../../handlers/settings/settingsCache.js';
import { MemorySettingsSource } from '../../../local/memory/memorySettingsSource.js';
import { MemoryTelemetry } from '../../../local/memory/memoryTelemetry.js';
import { VirtualClock } from '../../../local/memory/virtualClock.js';
import { rejectionOf } from '../../rejection.js';

const START = Date.parse('2026-09-10T08:30:00Z');

describe('createSettingsCache', () => {
  const scene = (secondsFresh?: number) => {
    const source = new MemorySettingsSource({ deployed: { budgetLimitUsd: '40' } });
    const clock = new VirtualClock(START);
    const telemetry = new MemoryTelemetry();
    const settings = createSettingsCache({ source, clock, telemetry }, secondsFresh);
    const limit = async (): Promise<string> => usdToString((await settings()).policy.limitUsd);
    const later = async (seconds: number): Promise<string> => {
      await clock.sleep(seconds * 1000);
      return limit();
    };
    return { source, clock, telemetry, settings, limit, later };
  };

  it('puts an override over the deployed value and the deployed value over the default', async () => {
    const { source, settings } = scene();
    source.store({ deployed: { budgetLimitUsd: '40', warnPercent: '60' }, overrides: { warnPercent: '50' } });
    const { policy } = await settings();
    expect([usdToString(policy.limitUsd), policy.warnPercent, policy.criticalPercent]).to.deep.equal(['40', 50, 90]);
  });

  it('reads anew only when a minute has passed', async () => {
    const { source, limit, later } = scene();
    await limit();
    source.store({ overrides: { budgetLimitUsd: '5' } });
    expect([await later(59.999), source.reads]).to.deep.equal(['40', 1]);
    expect([await later(0.001), source.reads]).to.deep.equal(['5', 2]);
  });

  it('shares one read among calls at the same time, then and later', async () => {
    const { source, clock, limit } = scene();
    await Promise.all([limit(), limit(), limit()]);
    await clock.sleep(60_000);
    await Promise.all([limit(), limit(), limit()]);
    expect(source.reads).to.equal(2);
  });

  it('is the same settings as long as the same values are stored', async () => {
    const { source, clock, settings } = scene(0);
    const first = await settings();
    source.store({ deployed: { budgetLimitUsd: '40' }, overrides: {} });
    expect(await settings()).to.equal(first);
    expect(source.reads).to.equal(2);
    source.store({ overrides: { warnPercent: '50' } });
    await clock.sleep(1);
    expect((await settings()).policy.warnPercent).to.equal(50);
  });

  describe('when the source fails', () => {
    it('throws as long as nothing is known, and asks again on the next call', async () => {
      const { source, limit } = scene();
      source.faults.plan(new Error('throttled'));
      const [first, second] = await Promise.all([rejectionOf(limit()), rejectionOf(limit())]);
      expect([first.message, second.message, source.reads]).to.deep.equal(['throttled', 'throttled', 1]);
      expect(await limit()).to.equal('40');
    });

    it('keeps the last known settings for as long again, with a warning', async () => {
      const { source, telemetry, limit, later } = scene();
      await limit();
      source.store({ overrides: { budgetLimitUsd: '5' } });
      source.faults.plan(new Error('throttled'));
      expect([await later(60), await later(59), source.reads]).to.deep.equal(['40', '40', 2]);
      expect(await later(1)).to.equal('5');
      expect(telemetry.entries.map(({ level, fields }) => [level, fields['problem']])).to.deep.equal([
        ['warn', 'Error: throttled'],
      ]);
    });
  });

  describe('when deployed values are not possible', () => {
    it('throws and names the setting', async () => {
      const { source, settings } = scene();
      source.store({ deployed: { warnPercent: 'lots' }, overrides: { warnPercent: '50' } });
      const error = await rejectionOf(settings());
      expect(error).to.be.instanceOf(ConfigurationError);
      expect(error.message).to.equal('deployed settings: warnPercent: "lots" is not a whole number from 1 to 99');
    });

    it('goes on with the last known ones, and says so, until it is mended', async () => {
      const { source, telemetry, limit, later } = scene();
      const before = await limit();
      source.store({ deployed: { budgetLimitUsd: '0' } });
      expect(await later(60)).to.equal(before);
      expect(telemetry.entries.at(-1)?.fields['problem']).to.contain('deployed settings: budgetLimitUsd: "0"');
      source.store({ deployed: { budgetLimitUsd: '7' } });
      expect(await later(60)).to.equal('7');
    });

    it('goes on with the last known ones where a deployed rule cannot be read', async () => {
      const { source, telemetry, settings, clock } = scene();
      const rule = (limitUsd: string): Readonly<Record<string, string>> => ({
        budgetLimitUsd: '40',
        'budgets/all': JSON.stringify({ match: '*', limitUsd, order: 1 }),
      });
      const limitOfRule = async (): Promise<readonly string[]> => {
        await clock.sleep(60_000);
        return (await settings()).rules.map(({ terms }) => usdToString(terms.limitUsd));
      };
      source.store({ deployed: rule('5') });
      expect(await limitOfRule()).to.deep.equal(['5']);
      source.store({ deployed: rule('five') });
      expect(await limitOfRule()).to.deep.equal(['5']);
      expect(telemetry.entries.map(({ fields }) => fields['problem'])).to.deep.equal([
        'ConfigurationError: deployed settings: budgets/all: limitUsd: "five" is not an amount of USD above 0, such as 25 or 0.50',
      ]);
      source.store({ deployed: rule('7') });
      expect(await limitOfRule()).to.deep.equal(['7']);
    });

    it('only warns, once, of a name that another version knows', async () => {
      const { source, telemetry, later } = scene();
      source.store({ deployed: { budgetLimitUsd: '40', newSetting: '1' } });
      expect([await later(0), await later(60)]).to.deep.equal(['40', '40']);
      expect(telemetry.entries.map(({ level, fields }) => [level, fields['setting']])).to.deep.equal([
        ['warn', 'newSetting'],
      ]);
      expect(telemetry.total('SettingsRejected')).to.equal(0);
    });
  });

  describe('when an override is not possible', () => {
    it('counts and warns once, and again when its value changes or it comes back', async () => {
      const { source, telemetry, later } = scene(60);
      const counts: number[] = [];
      for (const warnPercent of ['lots', 'lots', 'many', '50', 'many', 'many']) {
        source.store({ overrides: { warnPercent, budgetLimitUsd: '5' } });
        expect(await later(60)).to.equal('5');
        counts.push(telemetry.total('SettingsRejected'));
      }
      expect(counts).to.deep.equal([1, 1, 2, 2, 3, 3]);
      expect(telemetry.entries[0]).to.deep.equal({
        level: 'warn',
        message: 'override is not applied',
        fields: { setting: 'warnPercent', problem: 'warnPercent: "lots" is not a whole number from 1 to 99' },
      });
      expect(telemetry.entries).to.have.length(3);
    });
  });
});
