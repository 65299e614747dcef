import { expect } from 'chai';
import { ConfigurationError } from '../../../handlers/runtime/errors.js';
import type { Variable } from '../../../handlers/contracts/variables.js';
import { ENTRIES, type EntryName } from '../../../infra/bundles.js';
import { FUNCTIONS } from '../../../infra/functions.js';
import { Environment } from '../../../local/world/compute/functions/environment.js';
import { LOCAL_ROOTS } from '../../../local/world/compute/functions/roots.js';
import type { FunctionServices } from '../../../local/world/compute/functions/services.js';

/** Whatever is asked for is there, and does nothing. */
const SERVICES = new Proxy({} as FunctionServices, { get: () => () => ({}) });

/** Optional ones have a fallback in the function. */
const OPTIONAL: readonly Variable[] = [
  'HOME_REGION',
  'DETACH_POLICY_ARNS',
  'DEACTIVATE_KEYS',
  'ATTACHMENT_QUOTA',
  'BOUNDARY_FALLBACK',
];

function values(entry: EntryName): Record<string, string> {
  const texts: Partial<Record<Variable, string>> = { CHANNELS: '[]', ATTACHMENT_QUOTA: '10', SETTINGS_PATH: '/a/b/' };
  return Object.fromEntries(FUNCTIONS[entry].variables.map((name) => [name, texts[name] ?? 'something']));
}

describe('the local composition roots', () => {
  for (const entry of ENTRIES) {
    it(`ask for the variables that ${entry} is given, and for no others`, () => {
      const environment = new Environment(values(entry));
      LOCAL_ROOTS[entry](environment, SERVICES);
      expect([...environment.asked].sort()).to.deep.equal([...FUNCTIONS[entry].variables].sort());
    });

    const required = FUNCTIONS[entry].variables.filter((name) => !OPTIONAL.includes(name) || isNeededBy(entry, name));
    for (const name of required) {
      it(`do not compose ${entry} without ${name}`, () => {
        const { [name]: _, ...others } = values(entry);
        const compose = (): unknown => LOCAL_ROOTS[entry](new Environment(others), SERVICES);
        expect(compose).to.throw(ConfigurationError, `environment: ${name} is not set`);
      });
    }
  }
});

/** The notifier names the Region of alarms that are not at home. */
function isNeededBy(entry: EntryName, name: Variable): boolean {
  return entry === 'notifier' && name === 'HOME_REGION';
}
