import { expect } from 'chai';
import { readFileSync } from 'node:fs';
import { FUNCTIONS } from '../../handlers/contracts/functions.js';
import { DEPLOYED_SETTINGS } from '../../infra/config/settingNames.js';
import { SETTING_NAMES } from '../../domain/settings/definitions.js';
import { TABLES } from '../../handlers/contracts/tables.js';
import { policiesOf } from './jsonPolicies.js';

const MODEL = readFileSync('docs/threat-model.md', 'utf8');
const SECURITY = readFileSync('docs/security.md', 'utf8');

describe('docs/threat-model.md', () => {
  it('says of each function what it could do if it were compromised', () => {
    const [, table = ''] = MODEL.split('## What a compromised function could do\n');
    const rows = [...table.matchAll(/^\| ([a-z-]+) /gm)].map(([, role]) => role);
    expect(rows).to.include.members(Object.values(FUNCTIONS).map(({ name }) => name));
  });

  it('has rows for each of the six kinds, each with what stops it and what is left', () => {
    const rows = [...MODEL.matchAll(/^\| ([STRIDE]\d+) .*$/gm)];
    expect([...new Set(rows.map(([, id = '']) => id[0]))].join('')).to.equal('STRIDE');
    expect(rows.map(([, id]) => id)).to.deep.equal([...new Set(rows.map(([, id]) => id))]);
    for (const [row] of rows) expect(row.split(' | '), row).to.have.length(3);
  });

  it('names statements that the service control policies have', () => {
    const sids = policiesOf('docs/service-control-policies.md').flatMap(({ statements }) =>
      statements.map(({ sid }) => sid),
    );
    const named = [...MODEL.matchAll(/`(KeepThe\w+)`/g)].map(([, sid]) => sid);
    expect(named).to.have.length.above(10);
    expect(sids).to.include.members(named);
  });
});

describe('docs/security.md', () => {
  it('says of each table and of each time that data is kept', () => {
    for (const table of Object.keys(TABLES)) expect(SECURITY).to.match(new RegExp(`table ${table}\\b`));
    const names: readonly string[] = [...SETTING_NAMES, ...DEPLOYED_SETTINGS];
    for (const setting of names.filter((name) => name.endsWith('RetentionDays'))) {
      expect(SECURITY).to.include(`\`${setting}\``);
    }
  });
});
