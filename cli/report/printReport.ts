import { writeFileSync } from 'node:fs';
import { displayAmount } from '../../domain/display.js';
import { sectionBy, type Report, type Section } from '../../domain/report/report.js';
import type { ReportKey } from '../../domain/report/reportKey.js';
import { renderPage } from '../../page/renderPage.js';
import type { TextOutput } from '../output/textOutput.js';
import { UserError } from '../userError.js';
import { csvHead, csvRow, groupJson, summaryJson } from './reportLines.js';
import type { ReportOptions } from './reportOptions.js';
import { reportRemarks, reportTable } from './reportTable.js';

/** What reading has cost, where it costs. */
export interface Reads {
  /** DynamoDB's read request units. */
  readonly readUnits?: number;
}

/** Prints the groups of some keys as the options say, and writes the page. Throws UserError. */
export async function printReport(
  report: Report,
  keys: readonly ReportKey[],
  options: ReportOptions,
  output: TextOutput,
  { readUnits }: Reads = {},
): Promise<void> {
  const section = sectionBy(report, keys);
  if (options.html !== undefined) writePage(options.html, report);
  if (options.csv || options.json) {
    await printRows(section, options, output);
    if (options.json) output.line(JSON.stringify(summaryJson(report, readUnits)));
    return;
  }
  if (options.html === undefined) {
    output.line(`${reportTable(section, report.total)}\n`);
    for (const line of reportRemarks(report)) output.line(line);
  } else output.line(pageLine(options.html, report));
  if (readUnits !== undefined && readUnits > 0) {
    output.line(`read with ${Math.ceil(readUnits).toLocaleString('en-US')} read request units`);
  }
}

async function printRows(section: Section, { csv }: ReportOptions, output: TextOutput): Promise<void> {
  if (csv) output.line(csvHead(section));
  for (const group of section.groups) {
    output.line(csv ? csvRow(group) : JSON.stringify(groupJson(section, group)));
    if (output.isFull) await output.flush();
  }
}

function pageLine(path: string, { total }: Report): string {
  return `${path}: ${displayAmount(total.spentUsd)} in ${total.calls.toLocaleString('en-US')} calls`;
}

function writePage(path: string, report: Report): void {
  try {
    writeFileSync(path, renderPage(report));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new UserError(`${path}: cannot be written: ${reason}`, { cause: error });
  }
}
