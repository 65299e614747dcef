import type { Graph } from '../declared.js';
import { WorldError } from '../worldError.js';

export interface Bus {
  readonly arn: string;
  readonly name: string;
  readonly region: string;
}

/** The buses that the stack creates. */
export class BusNames {
  readonly #buses: readonly Bus[];

  constructor(graph: Graph) {
    this.#buses = graph
      .all('cloudwatch/eventBus:EventBus')
      .map((bus) => ({ arn: bus.text('arn'), name: bus.text('name'), region: bus.text('region') }));
  }

  /** By name in a Region, or by ARN. Throws WorldError. */
  named(region: string, nameOrArn: string): Bus {
    const found = this.#buses.find((bus) => bus.arn === nameOrArn || (bus.name === nameOrArn && bus.region === region));
    if (found === undefined) throw new WorldError(`${region} has no bus ${nameOrArn}`);
    return found;
  }
}
