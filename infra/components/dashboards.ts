import { cloudwatch } from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';
import { dashboardBody } from '../dashboards/body.js';
import { dashboardsOf } from '../dashboards/dashboards.js';
import { physicalName } from '../identity.js';
import type { Monitored } from '../monitoring/monitored.js';

export interface DashboardsArgs {
  readonly stack: Monitored;
}

/** The stack's dashboards: one, or four where it is monitored in full. They read the metrics of other Regions from there. */
export class Dashboards extends pulumi.ComponentResource {
  constructor(name: string, { stack }: DashboardsArgs, options?: pulumi.ComponentResourceOptions) {
    super('bedrock-budgeteer:infra:Dashboards', name, {}, options);
    const { identity } = stack;
    for (const dashboard of dashboardsOf(stack)) {
      new cloudwatch.Dashboard(
        `${name}-${dashboard.name}`,
        {
          region: identity.homeRegion,
          dashboardName: physicalName(identity, dashboard.name),
          dashboardBody: dashboardBody(dashboard),
        },
        { parent: this },
      );
    }
    this.registerOutputs();
  }
}
