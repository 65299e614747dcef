import { dashboardsOf } from '../../infra/dashboards/dashboards.js';
import { dashboardSvg } from './svg.js';
import { EXAMPLE_STACK } from './exampleStack.js';

/** The pictures of docs/dashboards, by file name. */
export function dashboardPictures(): ReadonlyMap<string, string> {
  return new Map(dashboardsOf(EXAMPLE_STACK).map((dashboard) => [`${dashboard.name}.svg`, dashboardSvg(dashboard)]));
}
