import { Environment as FunctionEnvironment } from '../../../../handlers/runtime/environment.js';
import type { Variable } from '../../../../handlers/contracts/variables.js';

/** Exactly the environment that the stack declares for a function; remembers what it was asked for. */
export class Environment extends FunctionEnvironment {
  readonly asked: ReadonlySet<Variable>;

  constructor(variables: Readonly<Record<string, string>>) {
    const asked = new Set<Variable>();
    super((variable) => {
      asked.add(variable);
      return variables[variable];
    });
    this.asked = asked;
  }
}
