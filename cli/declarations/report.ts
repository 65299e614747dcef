import { Option } from 'commander';
import type { ReportCommandOptions } from '../commands/report.js';
import { withStacksOptions } from '../stack/stackOptions.js';
import { SPAN_TEXTS } from '../values/span.js';
import { FILES, PERSON_ROLES, PROFILES, withExamples, type Declaring } from './declaring.js';

const KEYS = 'person, team, model, day, region, profile, session, principal, account, metadata:KEY, comma-separated';

/** Sums over stacks or log files. */
export function declareReportCommand({ program, output, onExitCode }: Declaring): void {
  withExamples(
    withStacksOptions(program.command('report'))
      .description('what was spent, by whom and on what: as a table, as data, or as a page')
      .argument('[FILE...]', `in place of a stack: ${FILES}`)
      .option('--by <KEYS>', `a row for each, or for each combination, of ${KEYS}`, 'principal')
      .option('--since <TIME>', `${SPAN_TEXTS.since} (default: 30d; of log files all)`)
      .option('--until <TIME>', SPAN_TEXTS.until)
      .option('--time-zone <ZONE>', SPAN_TEXTS.timeZone)
      .addOption(new Option('--csv', 'comma-separated, with a head').conflicts('json'))
      .option('--json', 'one JSON object a row, then the summary')
      .option('--html <FILE>', 'write a page with charts and tables, which asks nothing of any server')
      .option('--budgets <FILE>', 'of log files: YAML or JSON with a list teams')
      .option('--strict', 'of log files: exit 1 if a record could not be read')
      .option('--inference-profiles <FILE>', `of log files: ${PROFILES}`)
      .option('--person-roles <PATTERNS>', `of log files: ${PERSON_ROLES}`),
    'report --stack prod --by team --since monday',
    'report --stack prod --since 2026-11-01 --html report.html',
    'report logs/ --by person,model --csv',
  ).action(async (files: string[], options: ReportCommandOptions) => {
    const { runReport } = await import('../commands/report.js');
    onExitCode(await runReport(files, options, output));
  });
}
