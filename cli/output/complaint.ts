/** Writes problems that do not stop the command to standard error, a line each. */
export function complain(problems: readonly string[]): void {
  for (const problem of problems) process.stderr.write(`budgeteer: ${problem}\n`);
}
