/** Lines to standard error, each one problem that does not stop the command. */
export function complain(problems: readonly string[]): void {
  for (const problem of problems) process.stderr.write(`budgeteer: ${problem}\n`);
}
