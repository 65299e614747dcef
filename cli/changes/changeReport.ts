import type { Budget } from '../../domain/budget/budget.js';
import { eventDetail } from '../../domain/budget/eventDetail.js';
import type { BudgetEvent } from '../../domain/budget/events.js';
import type { Settings } from '../../domain/settings/settings.js';
import type { OperatorInput } from '../../handlers/contracts/tasks.js';
import { viewJson, viewOf } from '../budgets/budgetView.js';
import { stateLines } from '../budgets/stateLines.js';
import { complain } from '../output/complaint.js';
import type { TextOutput } from '../output/textOutput.js';
import { stepSentence } from '../output/worldSentences.js';
import { wrapped } from '../output/wrapped.js';
import type { Stack } from '../stack/stack.js';

export interface ReportOptions {
  readonly stack: Stack;
  readonly settings: Settings;
  readonly timeZone: string;
  readonly isJson: boolean;
  readonly output: TextOutput;
}

/** Prints a change as it goes on, or in the end as one JSON object. */
export class ChangeReport {
  private readonly found: Record<string, unknown> = {};
  private readonly states: string[] = [];

  constructor(private readonly how: ReportOptions) {}

  start(input: OperatorInput, before: Budget | undefined): void {
    Object.assign(this.found, { input, before: this.json(before) ?? null });
    this.text(before === undefined ? ['no budget yet'] : this.lines(before));
  }

  events(events: readonly BudgetEvent[], next: readonly BudgetEvent[]): void {
    Object.assign(this.found, { events: events.map(eventDetail), next: next.map(eventDetail) });
    const sentence = (event: BudgetEvent): string => stepSentence(event.type, eventDetail(event));
    this.text([
      ...events.map((event) => `→ ${sentence(event)}`),
      ...next.map((event) => `→ at the monitor’s next look: ${sentence(event)}`),
    ]);
  }

  async state(status: Budget['status']): Promise<void> {
    this.states.push(status);
    this.text([`… ${status}`]);
    await this.how.output.flush();
  }

  end(after: Budget | undefined, problem: string | undefined): void {
    Object.assign(this.found, { states: this.states, after: this.json(after) ?? null, problem });
    if (this.how.isJson) this.how.output.line(JSON.stringify(this.found));
    this.text(after === undefined ? [] : this.lines(after));
    if (problem !== undefined && !this.how.isJson) complain([problem]);
  }

  private text(lines: readonly string[]): void {
    if (!this.how.isJson) for (const line of lines) this.how.output.line(wrapped(line, 4));
  }

  private lines(budget: Budget): readonly string[] {
    return stateLines(viewOf(budget, this.how.settings), this.how.timeZone);
  }

  private json(budget: Budget | undefined): object | undefined {
    return budget === undefined ? undefined : viewJson(viewOf(budget, this.how.settings), this.how.stack);
  }
}
