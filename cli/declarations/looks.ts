import type { AuditOptions } from '../commands/audit.js';
import type { BudgetsListOptions } from '../commands/budgets.js';
import type { ShowOptions } from '../commands/show.js';
import type { StatusOptions } from '../commands/status.js';
import type { WhyOptions } from '../commands/why.js';
import { withStackOptions, withStacksOptions, type StackOptions } from '../stack/stackOptions.js';
import { SPAN_TEXTS } from '../values/span.js';
import { withExamples, withStack, withStacks, type Declaring } from './declaring.js';

/** How commands name a budget. */
export const WHO = 'any part of a principal that no other has: alice, role/indexer, an ARN, team/search';

/** Those that look at a stack and change nothing. */
export function declareLookCommands({ program, output, onExitCode }: Declaring): void {
  withExamples(
    withStacksOptions(program.command('status'))
      .description('totals, who is near or over the limit or suspended, and whether metering is alive')
      .option('--time-zone <ZONE>', SPAN_TEXTS.timeZone)
      .option('--json', 'one JSON object a stack'),
    'status --stack prod',
    'status --outputs eu.json --outputs us.json',
  ).action(async (options: StackOptions & StatusOptions) => {
    const { runStatus } = await import('../commands/status.js');
    onExitCode(await withStacks(options, (stacks) => runStatus(stacks, options, output)));
  });

  const budgets = program.command('budgets').description('the budgets of a stack');
  withExamples(
    withStacksOptions(budgets.command('list'))
      .description('all budgets, the fullest first')
      .option('--near <PERCENT>', 'only those that have used so much of their limit')
      .option('--team <NAME>', 'only the members of a team, and the team')
      .option('--state <STATE>', 'only those in it: active, warning, critical, grace, suspended, exempt, closed')
      .option('--time-zone <ZONE>', SPAN_TEXTS.timeZone)
      .option('--json', 'one JSON object a budget')
      .option('--csv', 'comma-separated, with a head'),
    'budgets list --stack prod --near 80',
    'budgets list --stack prod --team search --csv',
  ).action(async (options: StackOptions & BudgetsListOptions) => {
    const { runBudgetsList } = await import('../commands/budgets.js');
    onExitCode(await withStacks(options, (stacks) => runBudgetsList(stacks, options, output)));
  });

  withExamples(
    withStackOptions(program.command('show'))
      .description('one budget: its state, its limit and where that is from, forecast, models and days')
      .argument('<WHO>', WHO)
      .option('--time-zone <ZONE>', 'of what is printed (default: that of the budget)')
      .option('--json', 'one JSON object'),
    'show alice --stack prod',
    'show team/search --stack prod --json',
  ).action(async (who: string, options: StackOptions & ShowOptions) => {
    const { runShow } = await import('../commands/show.js');
    onExitCode(await withStack(options, (stack) => runShow(stack, who, options, output)));
  });

  withExamples(
    withStackOptions(program.command('why'))
      .description(
        'what led to where a budget stands: calls and their prices, thresholds, grace, each step of a workflow',
      )
      .argument('<WHO>', WHO)
      .option('--since <TIME>', `${SPAN_TEXTS.since} (default: the period that led there)`)
      .option('--calls', 'each call, in place of their sums')
      .option('--time-zone <ZONE>', 'of what is printed (default: that of the budget)')
      .option('--json', 'one JSON object a step'),
    'why role/indexer --stack prod',
    'why alice --stack prod --since monday --calls',
  ).action(async (who: string, options: StackOptions & WhyOptions) => {
    const { runWhy } = await import('../commands/why.js');
    onExitCode(await withStack(options, (stack) => runWhy(stack, who, options, output)));
  });

  withExamples(
    withStacksOptions(program.command('audit'))
      .description('the audit log: what people did to principals and budgets, and what the system did')
      .argument('[WHO]', `${WHO}; or the ARN of who did something`)
      .option('--calls', 'also what CloudTrail tells of each call to a model')
      .option('--since <TIME>', `${SPAN_TEXTS.since} (default: 7d)`)
      .option('--until <TIME>', SPAN_TEXTS.until)
      .option('--time-zone <ZONE>', SPAN_TEXTS.timeZone)
      .option('--json', 'one JSON object an entry')
      .option('--csv', 'comma-separated, with a head'),
    'audit --stack prod --since 2026-11-01',
    'audit alice --stack prod --json',
  ).action(async (who: string | undefined, options: StackOptions & AuditOptions) => {
    const { runAudit } = await import('../commands/audit.js');
    onExitCode(await withStacks(options, (stacks) => runAudit(stacks, who, options, output)));
  });
}
