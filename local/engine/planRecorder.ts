import { answerInvoke } from './aws/invokes.js';
import { impliedChildren } from './aws/remoteComponents.js';
import { inputText } from './aws/renderTemplate.js';
import { resolvedOutputs, type Resolved } from './aws/resolvedOutputs.js';
import { implied, outputsOf } from './impliedChild.js';
import { Secret, Unknown, type Origin, type PlanMode, type PlannedResource, type PlanObject } from './plan.js';
import { mapValues } from './planValue.js';
import type { Registration } from './registration.js';
import { isStackType, urnOf } from './urn.js';

export interface RecorderOptions {
  readonly project: string;
  readonly stack: string;
  readonly mode: PlanMode;
  readonly account: string;
  /** Where resources go whose provider names no Region. */
  readonly region: string;
  /** What the stack's last deployment left as its outputs; none by default. */
  readonly previousOutputs?: PlanObject;
}

/** The engine answers it, not a provider: the outputs of a stack, here of the one that is planned. */
const READ_STACK_OUTPUTS = 'pulumi:pulumi:readStackOutputs';

/** Keeps what the program registers, and answers as a deployment would. */
export class PlanRecorder {
  readonly #options: RecorderOptions;
  readonly #resources = new Map<string, PlannedResource>();
  readonly #notes = new Set<string>();
  #stackOutputs: PlanObject = {};

  constructor(options: RecorderOptions) {
    this.#options = options;
  }

  get resources(): readonly PlannedResource[] {
    return [...this.#resources.values()];
  }

  get notes(): readonly string[] {
    return [...this.#notes].sort();
  }

  get stackOutputs(): PlanObject {
    return this.#stackOutputs;
  }

  /** Throws, with Pulumi's message, if the URN is taken. */
  register(registration: Registration, origin: Origin = 'declared'): PlannedResource {
    const urn = this.#newUrn(registration);
    const { custom, inputs, options, providers: _providers, ...rest } = registration;
    const { id, outputs } = custom ? this.#made(registration, urn) : { id: undefined, outputs: inputs };
    const resource = { ...rest, urn, origin, custom, id, inputs, options, outputs: marked(outputs, options) };
    this.#keep(resource);
    return registration.remote ? this.#keep(this.#withChildren(resource, registration)) : resource;
  }

  /** A resource that exists already: `.get(name, id)`. Its state is made up from its id. */
  read(registration: Registration, id: string): PlannedResource {
    const { providers: _providers, ...rest } = registration;
    const urn = this.#newUrn(registration);
    this.#notes.add(`${urn}: read by id ${id}, its state is made up`);
    const existing = { ...registration, urn, physicalName: id.split(/[/:]/).at(-1) ?? id };
    const { outputs } = resolvedOutputs({ ...this.#place(registration), ...existing });
    return this.#keep({ ...rest, urn, origin: 'read', id, outputs });
  }

  /** Throws on a URN that was never registered. */
  registerOutputs(urn: string, outputs: PlanObject): void {
    const resource = this.find(urn);
    if (isStackType(resource.type)) this.#stackOutputs = outputs;
    this.#keep({ ...resource, outputs: { ...resource.outputs, ...outputs } });
  }

  find(urn: string): PlannedResource {
    const resource = this.#resources.get(urn);
    if (resource === undefined) throw new Error(`unknown resource '${urn}'`);
    return resource;
  }

  invoke(token: string, args: PlanObject, provider: string | undefined): PlanObject {
    if (token === READ_STACK_OUTPUTS) return { ...args, outputs: this.#options.previousOutputs ?? {} };
    return answerInvoke(token, args, this.#place({ inputs: args, provider, providers: {} }));
  }

  #newUrn(registration: Registration): string {
    const urn = urnOf({ ...this.#options, ...registration });
    if (this.#resources.has(urn)) throw new Error(`Duplicate resource URN '${urn}'; try giving it a unique name`);
    if (registration.parent !== undefined) this.find(registration.parent);
    return urn;
  }

  #keep(resource: PlannedResource): PlannedResource {
    this.#resources.set(resource.urn, resource);
    return resource;
  }

  #made(registration: Registration, urn: string): Pick<PlannedResource, 'id' | 'outputs'> {
    const { type, name, inputs } = registration;
    if (this.#options.mode === 'preview') return { id: new Unknown(), outputs: inputs };
    const made: Resolved = resolvedOutputs({ type, urn, name, inputs, ...this.#place(registration) });
    if (!made.known) this.#notes.add(`${type}: not in the table of outputs, only an id is made up`);
    return made;
  }

  #withChildren(component: PlannedResource, { providers }: Registration): PlannedResource {
    const { type, urn, name, inputs } = component;
    const children = impliedChildren(type, inputs);
    if (children === undefined) {
      this.#notes.add(`${type}: a remote component not in the table, without children and outputs`);
      return component;
    }
    this.#notes.add(`${type}: a remote component, its main children and outputs come from a table`);
    let outputs = component.outputs;
    for (const child of children) {
      const made = this.register(implied(child, { name, parent: urn, providers }), 'implied');
      outputs = { ...outputs, ...outputsOf(child, made, outputs) };
    }
    return { ...component, outputs };
  }

  #place({ inputs, provider, providers }: Pick<Registration, 'inputs' | 'provider' | 'providers'>): {
    readonly account: string;
    readonly region: string;
  } {
    const reference = provider ?? providers['aws'];
    const ofProvider = reference === undefined ? undefined : this.#resources.get(providerUrn(reference));
    const region =
      inputText(inputs, 'region') ?? (ofProvider === undefined ? undefined : inputText(ofProvider.inputs, 'region'));
    return { account: this.#options.account, region: region ?? this.#options.region };
  }
}

function providerUrn(reference: string): string {
  return reference.slice(0, reference.lastIndexOf('::'));
}

/** `additionalSecretOutputs` become secrets. */
function marked(outputs: PlanObject, { additionalSecretOutputs }: Registration['options']): PlanObject {
  const secrets = Object.fromEntries(Object.entries(outputs).filter(([key]) => additionalSecretOutputs.includes(key)));
  return { ...outputs, ...mapValues(secrets, (value) => (value instanceof Secret ? value : new Secret(value))) };
}
