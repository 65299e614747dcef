import type { Monitored } from '../monitoring/monitored.js';
import { Board } from './board.js';
import type { Dashboard } from './body.js';
import { businessMetrics } from './businessMetrics.js';
import { essentials } from './essentials.js';
import { ingestionPipeline } from './ingestionPipeline.js';
import { systemOverview } from './systemOverview.js';
import { workflowOrchestration } from './workflowOrchestration.js';

/** The dashboards of a stack; three of an account are free. */
export function dashboardsOf(stack: Monitored): readonly Dashboard[] {
  const board = new Board(stack);
  if (stack.monitoring === 'essential') return [essentials(stack, board)];
  return [systemOverview, ingestionPipeline, workflowOrchestration, businessMetrics].map((make) => make(stack, board));
}
