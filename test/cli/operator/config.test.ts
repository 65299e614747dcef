import { expect } from 'chai';
import { runConfigEdit, runConfigGet, type ConfigOptions } from '../../../cli/commands/config.js';
import type { Edit } from '../../../cli/config/edit.js';
import { UserError } from '../../../cli/userError.js';
import { copiedWorld, jsonLines, tooLong, type Ran } from '../smallWorld.js';

const PAYMENTS = 'arn:aws:iam::444455556666:role/payments';
const BACKUP = 'arn:aws:iam::444455556666:role/backup';

function problemOf({ error }: Ran): string {
  expect(error).to.be.instanceOf(UserError);
  const { message } = error as UserError;
  expect(message).not.to.contain('\n');
  return message;
}

describe('budgeteer config', () => {
  const place = copiedWorld();
  const get = (name?: string, options: ConfigOptions = {}): Promise<Ran> =>
    place.run((stack, output) => runConfigGet(stack, name, options, output));
  const edit = (kind: Edit['kind'], name: string, text = '', options: ConfigOptions = { yes: true }): Promise<Ran> =>
    place.run((stack, output) => runConfigEdit(stack, { kind, name, text }, options, output));
  const overrides = (): Promise<Readonly<Record<string, string>>> =>
    place.inside(async (_, stack) => (await stack.storedSettings()).overrides);

  it('shows everything with where it is from, within 80 columns', async () => {
    await edit('set', 'warnPercent', '60');
    await edit('set', 'budgets/developers/limitUsd', '75');
    const ran = await get();
    expect([ran.code, ran.complaints]).to.deep.equal([0, []]);
    expect(ran.text).to.match(/warnPercent +60 +override$/m);
    expect(ran.text).to.match(/criticalPercent +90 +deployed$/m);
    expect(ran.text).to.match(/budgets\/developers +\{.*\} +override$/m);
    expect(tooLong(ran)).to.deep.equal([]);
    const rows = jsonLines(await get(undefined, { json: true }));
    expect(rows.map(({ name }) => name)).to.include.members(['warnPercent', 'budgets/developers', 'teams/search']);
    expect(rows.find(({ name }) => name === 'warnPercent')).to.deep.equal({
      name: 'warnPercent',
      value: '60',
      from: 'override',
    });
  });

  const values: readonly (readonly [string, string, string])[] = [
    ['warnPercent', '70', 'deployed'],
    ['protectedPrincipals', 'none', 'deployed'],
    ['budgets/developers/limitUsd', '1', 'deployed'],
    ['budgets/developers/match', '["person/*"]', 'deployed'],
    ['budgets/developers/enforcement', 'not set', 'deployed'],
    ['teams/search/members', '["person/*"]', 'deployed'],
  ];
  for (const [name, value, from] of values) {
    it(`gets ${name}`, async () => {
      expect((await get(name)).text).to.equal(`${value}\n`);
      expect(jsonLines(await get(name, { json: true }))).to.deep.equal([{ name, value, from }]);
    });
  }

  it('sets a value and takes it back: what was deployed holds again', async () => {
    const set = await edit('set', 'warnPercent', '60');
    expect([set.code, set.text]).to.deep.equal([0, 'warnPercent: 70 → 60\n']);
    expect(await overrides()).to.deep.equal({ warnPercent: '60' });
    const unset = await edit('unset', 'warnPercent');
    expect(unset.text).to.equal('warnPercent: 60 → 70\n');
    expect(await overrides()).to.deep.equal({});
  });

  it('adds and removes one entry of a list, and never drops another', async () => {
    await edit('add', 'protectedPrincipals', PAYMENTS);
    const added = await edit('add', 'protectedPrincipals', BACKUP);
    expect(added.text).to.equal(`protectedPrincipals: + ${BACKUP}\n`);
    expect(await overrides()).to.deep.equal({ protectedPrincipals: `${PAYMENTS},${BACKUP}` });
    const again = await edit('add', 'protectedPrincipals', PAYMENTS);
    expect(again.complaints).to.deep.equal(['budgeteer: there is nothing to change']);
    await edit('remove', 'protectedPrincipals', PAYMENTS);
    expect(await overrides()).to.deep.equal({ protectedPrincipals: BACKUP });
    await edit('remove', 'protectedPrincipals', BACKUP);
    expect(await overrides()).to.deep.equal({ protectedPrincipals: 'none' });
  });

  it('keeps an entry that somebody else added while it was asking', async () => {
    const ran = await place.run(async (stack, output) => {
      let reads = 0;
      const meanwhile = {
        ...stack,
        storedSettings: async () => {
          reads += 1;
          if (reads === 2) await stack.overrides.put('protectedPrincipals', BACKUP);
          return stack.storedSettings();
        },
      };
      const asked = { kind: 'add', name: 'protectedPrincipals', text: PAYMENTS } as const;
      return runConfigEdit(meanwhile, asked, { yes: true }, output);
    });
    expect(ran.code).to.equal(0);
    expect(await overrides()).to.deep.equal({ protectedPrincipals: `${BACKUP},${PAYMENTS}` });
  });

  it('changes one field of a rule or team, and leaves what else is overridden', async () => {
    await edit('set', 'budgets/developers/limitUsd', '75');
    await edit('set', 'budgets/developers/enforcement', 'observe');
    await edit('add', 'teams/search/members', 'role/indexer');
    expect(await overrides()).to.deep.equal({
      'budgets/developers': '{"limitUsd":75,"enforcement":"observe"}',
      'teams/search': '{"members":["person/*","role/indexer"]}',
    });
    await edit('unset', 'budgets/developers/limitUsd');
    expect(await overrides()).to.include({ 'budgets/developers': '{"enforcement":"observe"}' });
    await edit('unset', 'budgets/developers/enforcement');
    await edit('remove', 'teams/search/members', 'person/*');
    expect(await overrides()).to.deep.equal({ 'teams/search': '{"members":["role/indexer"]}' });
    expect(jsonLines(await get('budgets/developers/limitUsd', { json: true }))[0]).to.include({ from: 'deployed' });
  });

  it('is one object of JSON', async () => {
    const [changed] = jsonLines(await edit('set', 'warnPercent', '60', { yes: true, json: true }));
    expect(changed).to.deep.equal({ name: 'warnPercent', from: '70', to: '60', isChanged: true });
    const [same] = jsonLines(await edit('set', 'warnPercent', '60', { yes: true, json: true }));
    expect(same).to.deep.equal({ name: 'warnPercent', from: '60', to: '60', isChanged: false });
  });

  it('changes nothing with --dry-run, and nothing where nobody can be asked', async () => {
    const dry = await edit('set', 'warnPercent', '60', { dryRun: true });
    expect([dry.code, dry.text]).to.deep.equal([0, 'warnPercent: 70 → 60\n']);
    expect(dry.complaints).to.deep.equal(['budgeteer: nothing was changed: --dry-run']);
    const [json] = jsonLines(await edit('set', 'warnPercent', '60', { dryRun: true, json: true }));
    expect(json).to.include({ isChanged: false });
    expect(problemOf(await edit('set', 'warnPercent', '60', {}))).to.match(
      /^nothing was changed: .* --yes answers it$/,
    );
    expect(await overrides()).to.deep.equal({});
  });

  const refused: readonly (readonly [Edit['kind'], string, string, RegExp])[] = [
    ['set', 'warnPercent', '200', /^warnPercent: /],
    ['set', 'warnPercent', '-5', /^warnPercent: /],
    ['set', 'warnPercent', '95', /warnPercent/],
    ['set', 'warnPercent', '', /^warnPercent: /],
    ['set', 'budgetLimitUsd', '1e400', /^budgetLimitUsd: /],
    ['set', 'budgetLimitUsd', '$5', /^budgetLimitUsd: /],
    ['set', 'enforcement', 'off', /^enforcement: /],
    ['set', 'warnPercnt', '60', /^warnPercnt: there is no such setting, rule or team; the nearest is warnPercent$/],
    ['set', 'budgets/sales/limitUsd', '5', /^budgets\/sales\/limitUsd: there is no such .*; the nearest is budgets\//],
    [
      'set',
      'budgets/developers',
      '{}',
      /^budgets\/developers: one field at a time, such as budgets\/developers\/limitUsd$/,
    ],
    ['set', 'budgets/developers/limitUsd', '-5', /^budgets\/developers.*limitUsd/],
    ['set', 'budgets/developers/limit', '5', /^budgets\/developers.*limit/],
    ['set', 'budgets/developers/timeZone', 'Mars', /Mars/],
    ['add', 'warnPercent', '60', /^warnPercent: not a list; `config set` replaces it$/],
    ['add', 'protectedPrincipals', 'nobody', /^protectedPrincipals: /],
    ['add', 'budgets/developers/limitUsd', '5', /^budgets\/developers\/limitUsd: not a list; /],
    ['remove', 'protectedPrincipals', PAYMENTS, /^protectedPrincipals: "arn:[^"]+" is not in it: it is empty$/],
    ['remove', 'teams/search/members', 'role/x', /^teams\/search\/members: "role\/x" is not in it: person\/\*$/],
    ['remove', 'teams/search/members', 'person/*', /^teams\/search/],
    ['unset', 'toString', '', /^toString: there is no such setting/],
  ];
  for (const [kind, name, text, problem] of refused) {
    it(`refuses to ${kind} ${name} ${text}, and changes nothing`, async () => {
      expect(problemOf(await edit(kind, name, text))).to.match(problem);
      expect(await overrides()).to.deep.equal({});
    });
  }

  it('says that an override counts for nothing, and lets it be taken away', async () => {
    await place.inside((_, stack) => stack.overrides.put('warnPercent', '200'));
    const ran = await get();
    expect(ran.complaints).to.have.length(1);
    expect(ran.complaints[0]).to.match(/^budgeteer: overrides\/warnPercent counts for nothing: /);
    expect((await edit('set', 'gracePeriodSeconds', '60')).code).to.equal(0);
    expect((await edit('unset', 'warnPercent')).code).to.equal(0);
    expect(await overrides()).to.deep.equal({ gracePeriodSeconds: '60' });
  });
});
