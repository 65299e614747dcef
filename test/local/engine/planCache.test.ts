import { expect } from 'chai';
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import {
  Archive,
  Asset,
  ResourceReference,
  Secret,
  Unknown,
  type Plan,
  type PlanObject,
} from '../../../local/engine/plan.js';
import { PlanCache } from '../../../local/engine/planCache.js';
import type { ProgramReads } from '../../../local/engine/programReads.js';

const VALUES: PlanObject = {
  archive: new Archive({ assets: { 'index.mjs': new Asset({ text: '\n' }) } }),
  secret: new Secret([new Unknown(), null, 1.5, true]),
  reference: new ResourceReference('urn', new Unknown()),
  component: new ResourceReference('urn'),
};

const PLAN: Plan = {
  project: 'p',
  stack: 's',
  mode: 'resolved',
  resources: [],
  outputs: VALUES,
  diagnostics: [{ severity: 'info', message: 'a\nb', urn: undefined }],
  notes: ['note'],
};

const LATER = Date.UTC(2100, 0);

describe('PlanCache', () => {
  let folder: string;
  let kept: string;
  const at = (name: string): string => join(folder, name);
  const put = (name: string, text: string): undefined => {
    mkdirSync(dirname(at(name)), { recursive: true });
    writeFileSync(at(name), text);
  };
  const place = (env: NodeJS.ProcessEnv = { READ: '1', OTHER: '1' }) => ({ workingFolder: folder, env });
  const reads = (more: Partial<ProgramReads> = {}): ProgramReads => ({
    files: ['index.ts', 'data.csv', 'absent.json', at('node_modules/package/index.js')],
    folders: ['list', 'list-to-come'],
    variables: ['READ', 'UNSET'],
    listsVariables: false,
    ...more,
  });
  const keep = (
    request = 'request',
    more: Partial<ProgramReads> = {},
    startedAt = LATER,
    cache = new PlanCache(kept),
  ) => {
    cache.keep(request, place(), { reads: reads(more), plan: PLAN, startedAt });
  };
  const found = (env?: NodeJS.ProcessEnv, request = 'request'): Plan | undefined =>
    new PlanCache(kept).find(request, place(env));

  beforeEach(() => {
    folder = realpathSync(mkdtempSync(join(tmpdir(), 'budgeteer-cache-')));
    kept = at('kept');
    for (const name of ['index.ts', 'data.csv', 'list/one.ts', 'node_modules/package/index.js']) put(name, name);
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  it('answers the same plan, with all that JSON cannot write', () => {
    keep();
    expect(found()).to.deep.equal(PLAN);
    expect(Object.keys(found()?.diagnostics[0] ?? {})).to.include('urn');
  });

  const HITS: Readonly<Record<string, () => NodeJS.ProcessEnv | undefined>> = {
    'a file that was not read': () => {
      put('other.csv', '');
    },
    'a variable that was not read': () => ({ READ: '1', OTHER: '2', MORE: '' }),
    'the time of a file, not its content': () => {
      utimesSync(at('index.ts'), 1, 1);
      return undefined;
    },
  };
  for (const [change, make] of Object.entries(HITS)) {
    it(`has the plan still after a change of ${change}`, () => {
      keep();
      expect(found(make())).to.deep.equal(PLAN);
    });
  }

  const MISSES: Readonly<Record<string, () => NodeJS.ProcessEnv | undefined>> = {
    'a module': () => {
      put('index.ts', 'changed');
    },
    'a module, by an equal size and time': () => {
      utimesSync(at('index.ts'), 1, 1);
      put('index.ts', 'INDEX.ts');
      utimesSync(at('index.ts'), 1, 1);
      return undefined;
    },
    'a file': () => {
      put('data.csv', 'changed');
    },
    'a file that is gone': () => {
      rmSync(at('data.csv'));
      return undefined;
    },
    'a file that was missing': () => {
      put('absent.json', '');
    },
    'a folder that was listed': () => {
      put('list/two.csv', '');
    },
    'a folder inside': () => {
      put('list/inside/two.csv', '');
    },
    'a listed folder that was missing': () => {
      put('list-to-come/one.csv', '');
    },
    'a module beside one that was imported': () => {
      put('index.js', '');
    },
    'a package': () => {
      put('node_modules/package/index.js', 'changed');
    },
    'the lockfile': () => {
      put('package-lock.json', '{}');
    },
    'the packages that are installed': () => {
      put('node_modules/.package-lock.json', '{}');
    },
    'the settings of the compiler': () => {
      put('tsconfig.json', '{}');
    },
    'a variable': () => ({ READ: '2' }),
    'a variable that is gone': () => ({}),
    'a variable that was not set': () => ({ READ: '1', UNSET: '' }),
    'a variable of Node': () => ({ READ: '1', NODE_OPTIONS: '--no-warnings' }),
    'a variable of Pulumi': () => ({ READ: '1', PULUMI_CONFIG: '{}' }),
  };
  for (const [change, make] of Object.entries(MISSES)) {
    it(`has no plan after a change of ${change}`, () => {
      keep();
      expect(found(make())).to.equal(undefined);
    });
  }

  it('has no plan for another request', () => {
    keep();
    expect(found(undefined, 'another')).to.equal(undefined);
  });

  it('minds which variables there are, for a program that lists them', () => {
    keep('request', { listsVariables: true });
    expect(found({ READ: '1', OTHER: '2', npm_command: 'start' })).to.deep.equal(PLAN);
    expect(found({ READ: '1', OTHER: '1', MORE: '1' })).to.equal(undefined);
  });

  it('keeps nothing if a file changed while the program ran, or if nobody knows what it read', () => {
    keep('request', {}, Date.now() - 1000);
    expect(found()).to.equal(undefined);
    new PlanCache(kept).keep('request', place(), { reads: undefined, plan: PLAN, startedAt: LATER });
    expect(found()).to.equal(undefined);
  });

  it('ignores a file that is damaged anywhere, and writes it again', () => {
    keep();
    const [name = ''] = readdirSync(kept);
    const text = readFileSync(join(kept, name), 'utf8');
    const cuts = Array.from({ length: 40 }, (_, index) => Math.floor((index * text.length) / 40));
    const damaged = cuts.flatMap((cut) => [text.slice(0, cut), `${text.slice(0, cut)}#${text.slice(cut + 1)}`]);
    for (const other of damaged) {
      writeFileSync(join(kept, name), other);
      expect(found(), other).to.equal(undefined);
    }
    keep();
    expect(found()).to.deep.equal(PLAN);
  });

  it('drops what was used least recently when it is full, and leaves no other files', () => {
    const [one, two, three] = ['one', 'two', 'three'];
    keep(one);
    const [first = ''] = readdirSync(kept);
    const size = readFileSync(join(kept, first)).length;
    utimesSync(join(kept, first), 1, 1);
    keep(two);
    for (const name of readdirSync(kept)) if (name !== first) utimesSync(join(kept, name), 2, 2);
    expect(found(undefined, one)).to.deep.equal(PLAN);
    keep(three, {}, LATER, new PlanCache(kept, 2 * size));
    expect([one, two, three].map((request) => found(undefined, request) !== undefined)).to.deep.equal([
      true,
      false,
      true,
    ]);
    expect(readdirSync(kept)).to.have.length(2);
  });
});
