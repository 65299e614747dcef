import { SSMClient } from '@aws-sdk/client-ssm';
import { expect } from 'chai';
import { SsmSettingsSource } from '../../../handlers/adapters/ssmSettingsSource.js';
import { ConfigurationError, ServiceError } from '../../../handlers/runtime/errors.js';
import type { SettingsSource } from '../../../handlers/ports/settingsSource.js';
import { MemorySettingsSource } from '../../../local/memory/memorySettingsSource.js';
import { rejectionOf } from '../../rejection.js';
import { clientAnswering } from './clientAnswering.js';

const PATH = '/bedrock-budgeteer/dev/';

/** A parameter store that answers two parameters a page, and an empty page after each, as AWS may do. */
function parameterStore(parameters: Readonly<Record<string, string>>) {
  const all = Object.entries(parameters).map(([Name, Value]) => ({ Name, Value }));
  const pages = all.flatMap((_, index) => (index % 2 === 0 ? [all.slice(index, index + 2), []] : []));
  return clientAnswering(SSMClient, ({ NextToken }) => {
    const page = NextToken === undefined ? 0 : Number(NextToken);
    return { Parameters: pages[page], ...(page + 1 < pages.length ? { NextToken: String(page + 1) } : {}) };
  });
}

describe('SsmSettingsSource', () => {
  it('asks for all below the path, decrypted, ten a page', async () => {
    const { client, inputs } = parameterStore({ [`${PATH}warnPercent`]: '60' });
    await new SsmSettingsSource(client, PATH).read();
    expect(inputs[0]).to.deep.include({ Path: PATH, Recursive: true, WithDecryption: true, MaxResults: 10 });
  });

  it('tells deployed values from overrides, over all pages', async () => {
    const { client, inputs } = parameterStore({
      [`${PATH}budgetLimitUsd`]: '40',
      [`${PATH}overrides/budgetLimitUsd`]: '5',
      [`${PATH}warnPercent`]: '60',
      [`${PATH}overrides/graceTypo`]: '1',
      [`${PATH}overrides/deeper/warnPercent`]: '1',
      [`${PATH}regions/eu-west-1`]: 'x',
      ['/bedrock-budgeteer/devil/warnPercent']: '2',
      [`${PATH}criticalPercent`]: '80',
      [`${PATH}budgets/developers`]: '{}',
      [`${PATH}budgets/developers/deeper`]: '{}',
      [`${PATH}overrides/teams/search`]: '{"limitUsd":"75"}',
      [`${PATH}teams/overrides`]: '{}',
      [`${PATH}budgets/`]: 'x',
    });
    expect(await new SsmSettingsSource(client, PATH).read()).to.deep.equal({
      deployed: {
        budgetLimitUsd: '40',
        warnPercent: '60',
        criticalPercent: '80',
        'budgets/developers': '{}',
        'teams/overrides': '{}',
      },
      overrides: { budgetLimitUsd: '5', graceTypo: '1', 'teams/search': '{"limitUsd":"75"}' },
    });
    expect(inputs).to.have.length(14);
  });

  it('takes a path without its last slash', async () => {
    const { client } = parameterStore({ [`${PATH}warnPercent`]: '60' });
    const { deployed } = await new SsmSettingsSource(client, '/bedrock-budgeteer/dev').read();
    expect(deployed).to.deep.equal({ warnPercent: '60' });
  });

  const nothing: readonly (readonly [string, Readonly<Record<string, string>>])[] = [
    ['nothing at all', {}],
    ['nothing but overrides', { [`${PATH}overrides/warnPercent`]: '50' }],
  ];
  for (const [name, parameters] of nothing) {
    it(`refuses to fall back to defaults where there is ${name}`, async () => {
      const error = await rejectionOf(new SsmSettingsSource(parameterStore(parameters).client, PATH).read());
      expect(error).to.be.instanceOf(ConfigurationError);
      expect(error.message).to.equal('no setting is deployed below /bedrock-budgeteer/dev/');
    });
  }

  it('throws for a parameter without a value', async () => {
    const { client } = clientAnswering(SSMClient, () => ({ Parameters: [{ Name: `${PATH}warnPercent` }] }));
    expect(await rejectionOf(new SsmSettingsSource(client, PATH).read())).to.be.instanceOf(ServiceError);
  });

  it('hands on what the service throws', async () => {
    const { client } = clientAnswering(SSMClient, () => new Error('Rate exceeded'));
    expect((await rejectionOf(new SsmSettingsSource(client, PATH).read())).message).to.equal('Rate exceeded');
  });
});

describe('every SettingsSource', () => {
  const stored = { deployed: { warnPercent: '60' }, overrides: { warnPercent: '50' } };
  const { client } = parameterStore({ [`${PATH}warnPercent`]: '60', [`${PATH}overrides/warnPercent`]: '50' });
  const sources: readonly (readonly [string, SettingsSource])[] = [
    ['MemorySettingsSource', new MemorySettingsSource(stored)],
    ['SsmSettingsSource', new SsmSettingsSource(client, PATH)],
  ];
  for (const [name, source] of sources) {
    it(`reads what is stored, again and again: ${name}`, async () => {
      expect(await source.read()).to.deep.equal(stored);
      expect(await source.read()).to.deep.equal(stored);
    });
  }
});
