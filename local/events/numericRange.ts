type Holds = (value: number) => boolean;

const COMPARISONS: ReadonlyMap<unknown, (bound: number) => Holds> = new Map<unknown, (bound: number) => Holds>([
  ['=', (bound) => (value) => value === bound],
  ['<', (bound) => (value) => value < bound],
  ['<=', (bound) => (value) => value <= bound],
  ['>', (bound) => (value) => value > bound],
  ['>=', (bound) => (value) => value >= bound],
]);

/**
 * Compiles the operand of `numeric`: an operator and a number, or a lower and an upper bound, in this order; undefined for
 * anything else. https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html
 */
export function compileNumeric(operand: unknown): Holds | undefined {
  if (!Array.isArray(operand) || (operand.length !== 2 && operand.length !== 4)) return undefined;
  const [operator, bound, upperOperator, upper] = operand as readonly unknown[];
  const first = comparison(operator, bound);
  if (operand.length === 2 || first === undefined) return first;
  const second = comparison(upperOperator, upper);
  const inOrder = String(operator).startsWith('>') && String(upperOperator).startsWith('<');
  if (second === undefined || !inOrder || Number(bound) >= Number(upper)) return undefined;
  return (value) => first(value) && second(value);
}

/** EventBridge compares numbers from -5e9 to 5e9, to six digits after the point; others it takes for no numbers. */
export function isComparable(value: number): boolean {
  return Math.abs(value) <= 5e9 && Number(value.toFixed(6)) === value;
}

function comparison(operator: unknown, bound: unknown): Holds | undefined {
  if (typeof bound !== 'number' || !isComparable(bound)) return undefined;
  const holds = COMPARISONS.get(operator)?.(bound);
  return holds && ((value) => isComparable(value) && holds(value));
}
