/** What a log line says of an error. */
export interface ErrorDescription {
  readonly name: string;
  readonly message: string;
  readonly stack?: string;
  readonly cause?: ErrorDescription;
}

const MAX_TEXT = 4096;
const MAX_CAUSES = 5;

/** An error and what caused it, a few levels deep; a chain may lead back to itself. */
export function describeError(error: unknown, causes = MAX_CAUSES): ErrorDescription {
  if (!(error instanceof Error)) return { name: typeof error, message: typeof error === 'string' ? error : 'no Error' };
  const { name, cause, stack } = error;
  const frames = framesOf(stack);
  return {
    name,
    message: messageOf(error),
    ...(frames === undefined ? {} : { stack: frames }),
    ...(cause === undefined || causes === 0 ? {} : { cause: describeError(cause, causes - 1) }),
  };
}

/** A replacer for JSON.stringify that cuts long strings, so that a line stays below what CloudWatch Logs takes. */
export function shortened(_key: string, value: unknown): unknown {
  return typeof value === 'string' && value.length > MAX_TEXT ? `${value.slice(0, MAX_TEXT)}…` : value;
}

/** JSON.parse quotes its input in its message, which may be somebody's prompt. */
function messageOf(error: Error): string {
  return error instanceof SyntaxError ? 'malformed input, not shown' : error.message;
}

/** Without the message, which a stack begins with. */
function framesOf(stack: string | undefined): string | undefined {
  return stack
    ?.split('\n')
    .filter((line) => /^ {4}at /.test(line))
    .map((line) => line.trim())
    .join('\n');
}
