import { Environment } from '../../runtime/environment.js';
import type { Handler } from '../../runtime/handler.js';
import type { Variable } from '../../contracts/variables.js';
import type { Base } from '../../ports/services.js';
import { telemetry } from './services.js';

/** Composes a function of its environment and of AWS. Names each invocation in the logs before the function takes it. */
export function lambda<Name extends Variable, Used extends Base>(
  compose: (environment: Environment<Name>, services: Used) => Handler,
  services: NoInfer<Used>,
): Handler {
  const handle = compose(new Environment((variable) => process.env[variable]), services);
  return (event, context) => {
    telemetry.startRequest(context.awsRequestId);
    return handle(event, context);
  };
}
