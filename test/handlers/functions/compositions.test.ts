import { expect } from 'chai';
import { FUNCTION_NAMES, FUNCTIONS, type FunctionName } from '../../../handlers/contracts/functions.js';
import type { Variable } from '../../../handlers/contracts/variables.js';
import type { Services } from '../../../handlers/ports/services.js';
import { Environment } from '../../../handlers/runtime/environment.js';
import { ConfigurationError } from '../../../handlers/runtime/errors.js';
import { COMPOSITIONS } from '../../../local/world/compute/compositions.js';

/** Whatever is asked for is there, and does nothing. */
const SERVICES = new Proxy({} as Services, { get: () => () => ({ models: [] }) });

/** Without one of these a function does something else. */
const OPTIONAL: readonly Variable[] = [
  'HOME_REGION',
  'MONITORING',
  'DETACH_POLICY_ARNS',
  'DEACTIVATE_KEYS',
  'ATTACHMENT_QUOTA',
  'BOUNDARY_FALLBACK',
  'PERSON_POLICY_ARNS',
];

const VALUES: Readonly<Partial<Record<Variable, string>>> = {
  CHANNELS: '[]',
  ATTACHMENT_QUOTA: '10',
  NOTIFY_PERSONS: '{"by":"off"}',
  INGESTION_PATH: 'firehose',
};

/** Composes a function with all variables that it declares but one. Returns those that it asked for. */
function composed(name: FunctionName, missing?: Variable): ReadonlySet<Variable> {
  const asked = new Set<Variable>();
  const environment = new Environment((variable) => {
    asked.add(variable);
    const isSet = variable !== missing && FUNCTIONS[name].variables.includes(variable);
    return isSet ? (VALUES[variable] ?? 'something') : undefined;
  });
  COMPOSITIONS[name](environment, SERVICES);
  return asked;
}

/** Of the notifier, which names the Region of alarms that are not at home. */
function isRequired(name: FunctionName, variable: Variable): boolean {
  return !OPTIONAL.includes(variable) || (name === 'notifier' && variable === 'HOME_REGION');
}

describe('the composition of', () => {
  for (const name of FUNCTION_NAMES) {
    it(`${name} fails without one of its variables and names it; nothing else is read`, () => {
      const { variables } = FUNCTIONS[name];
      // The services of a function know its home Region, and which metrics it emits.
      expect([...composed(name), 'HOME_REGION', 'MONITORING']).to.include.members(variables);
      expect(variables).to.include.members([...composed(name)]);
      for (const variable of variables.filter((one) => isRequired(name, one))) {
        const message = `environment: ${variable} is not set`;
        expect(() => composed(name, variable), variable).to.throw(ConfigurationError, message);
      }
    });
  }
});
