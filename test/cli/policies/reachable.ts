import ts from 'typescript';
import { compiled } from '../../infra/reach/program.js';
import { Reach } from '../../infra/reach/reach.js';

const STACK = 'cli/stack/awsStack.ts';

/** The commands; of `report` the part that is about stacks. */
const COMMANDS = 'status budgets show why audit prices config inventory keys doctor change releaseAll';
const FILES = [...COMMANDS.split(' ').map((name) => `cli/commands/${name}.ts`), 'cli/report/stackReport.ts'];

/** The operations of the SDK that the commands can come to on a stack in AWS, by the types of the compiler. */
export function reachableOperations(): ReadonlySet<string> {
  const code = compiled([...FILES, STACK]);
  const functionsOf = (file: string): readonly ts.Node[] => code.file(file).statements.filter(ts.isFunctionDeclaration);
  const calls = FILES.flatMap((file) => new Reach(code, [...functionsOf(file), ...functionsOf(STACK)]).calls);
  return new Set(calls.map(({ operation }) => operation));
}
