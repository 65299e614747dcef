import { expect } from 'chai';
import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { settingsOf } from '../../cli/stackSettings.js';
import { UserError } from '../../cli/userError.js';
import { usdToString } from '../../domain/money.js';
import { SETTINGS, type SettingDefinition } from '../../domain/settings/definitions.js';
import { temporaryFolder } from './temporaryFolder.js';

describe('settingsOf', () => {
  const folder = temporaryFolder();
  beforeEach(() => {
    folder.write(
      'Pulumi.yaml',
      'name: p\nconfig:\n  warnPercent:\n    type: integer\n    default: 65\n  regions: {type: array, default: []}\n',
    );
  });
  const refused = (yaml: string): string => {
    const file = folder.write('Pulumi.test.yaml', yaml);
    try {
      settingsOf(folder.path, 'test', {});
    } catch (error) {
      if (error instanceof UserError) return error.message.replace(`${file}: `, '');
      throw error;
    }
    return 'accepted';
  };

  it('reads a stack, keeps other namespaces out, and puts what is given by hand first', () => {
    folder.write(
      'Pulumi.test.yaml',
      'config:\n  aws:region: eu-west-1\n  bedrock-budgeteer:budgetLimitUsd: 0.10\n  bedrock-budgeteer:warnPercent: 60\n',
    );
    const settings = settingsOf(folder.path, 'test', { warnPercent: '50' });
    expect(usdToString(settings.policy.limitUsd)).to.equal('0.1');
    expect(settings.policy.warnPercent).to.equal(50);
  });

  it('takes the defaults of the project for a stack without config', () => {
    folder.write('Pulumi.test.yaml', 'encryptionsalt: v1:x\n');
    const settings = settingsOf(folder.path, 'test', {});
    expect([settings.policy.schedule.period, settings.policy.warnPercent]).to.deep.equal([
      { every: 'days', days: 30 },
      65,
    ]);
  });

  const problems: readonly (readonly [string, RegExp])[] = [
    [
      'config:\n  bedrock-budgeteer:warnPercnt: 60\n',
      /^bedrock-budgeteer:warnPercnt: unknown setting; the nearest is warnPercent$/,
    ],
    ['config:\n  warnPercent: lots\n', /^warnPercent: "lots" is not a whole number from 1 to 99$/],
    ['config:\n  regionz: x\n', /^regionz: unknown setting; the nearest is regions$/],
    [
      'config:\n  bedrock-budgeteer:budgetLimitUsd:\n    secure: v1:x\n',
      /^bedrock-budgeteer:budgetLimitUsd: encrypted; set it without --secret$/,
    ],
    ['config:\n  bedrock-budgeteer:warnPercent: lots\n', /^warnPercent: "lots" is not a whole number from 1 to 99$/],
    ['config:\n  bedrock-budgeteer:warnPercent: [1]\n', /^bedrock-budgeteer:warnPercent: not a plain value$/],
    ['config: 5\n', /^config: not a map of settings$/],
    ['just text\n', /^not a map, as Pulumi's files are$/],
    ['a: [1\n', /^cannot be read: /],
  ];
  for (const [yaml, problem] of problems) {
    it(`refuses ${JSON.stringify(yaml)} in one line`, () => {
      expect(refused(yaml)).to.match(problem).and.not.include('\n');
    });
  }

  it('names the project file where a default there is missing or impossible', () => {
    folder.write('Pulumi.test.yaml', 'config: {}\n');
    for (const [declaration, problem] of [
      ['default: 0', 'warnPercent: "0" is not a whole number from 1 to 99'],
      ['type: integer', 'warnPercent: no default'],
    ] as const) {
      const file = folder.write('Pulumi.yaml', `config:\n  warnPercent:\n    ${declaration}\n`);
      expect(() => settingsOf(folder.path, 'test', {})).to.throw(UserError, `${file}: ${problem}`);
    }
  });

  it('names the file of a stack that is not there', () => {
    expect(() => settingsOf(folder.path, 'nowhere', {})).to.throw(
      UserError,
      'Pulumi.nowhere.yaml: cannot be read: ENOENT',
    );
  });
});

describe('Pulumi.yaml', () => {
  it('declares the settings as the code defines them', () => {
    const { config } = parse(readFileSync('Pulumi.yaml', 'utf8')) as {
      config: Record<string, Record<string, unknown>>;
    };
    const settings = Object.entries(config).filter(([name]) => name in SETTINGS);
    const declared = settings.map(([name, { type, default: value, description }]) => [name, type, value, description]);
    const defined = Object.entries<SettingDefinition>(SETTINGS).map(([name, setting]) => {
      const { type, default: value, description } = setting;
      if (type === 'integer' && value !== 'off') return [name, 'integer', Number(value), description];
      return type === 'boolean' ? [name, type, value === 'true', description] : [name, 'string', value, description];
    });
    expect(declared).to.deep.equal(defined);
  });

  for (const [stack, limit] of [
    ['dev', '1'],
    ['prod', '50'],
  ] as const) {
    it(`has a stack ${stack} with possible settings`, () => {
      expect(usdToString(settingsOf('.', stack, {}).policy.limitUsd)).to.equal(limit);
    });
  }
});
