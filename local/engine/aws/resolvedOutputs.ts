import type { PlanObject } from '../plan.js';
import { mapValues } from '../planValue.js';
import { COMPUTE_SHAPES } from './computeShapes.js';
import { hexOf, uuidOf } from './fingerprint.js';
import { IDENTITY_SHAPES } from './identityShapes.js';
import { MESSAGING_SHAPES } from './messagingShapes.js';
import { NETWORK_SHAPES } from './networkShapes.js';
import { inputText, renderTemplate } from './renderTemplate.js';
import type { NamedBy, Shape } from './shape.js';
import { STORAGE_SHAPES } from './storageShapes.js';

export interface NewResource {
  readonly type: string;
  readonly urn: string;
  /** Pulumi's name. */
  readonly name: string;
  readonly account: string;
  readonly region: string;
  readonly inputs: PlanObject;
  /** Of a resource that exists already. */
  readonly physicalName?: string;
}

export interface Resolved {
  readonly id: string;
  readonly outputs: PlanObject;
  /** Whether the table knows the type; else the id is made up and nothing is computed. */
  readonly known: boolean;
}

const SHAPES = new Map<string, Shape>(
  [IDENTITY_SHAPES, STORAGE_SHAPES, MESSAGING_SHAPES, COMPUTE_SHAPES, NETWORK_SHAPES].flatMap((shapes) =>
    Object.entries(shapes),
  ),
);

/** The id and outputs that a deployment would answer, in AWS's forms. The same resource always gets the same. */
export function resolvedOutputs(resource: NewResource): Resolved {
  const { type, urn, name, inputs, region } = resource;
  if (type.startsWith('pulumi:providers:')) return { id: uuidOf(urn), outputs: inputs, known: true };
  const shape = SHAPES.get(type);
  if (shape === undefined) return { id: `${name}-${hexOf(urn, 7)}`, outputs: inputs, known: false };
  const nameOfIt = shape.named === undefined ? name : physicalNameOf(shape.named, resource);
  const values = { ...resource, name: nameOfIt };
  const computed = mapValues(templatesOf(shape, inputs), (template) => renderTemplate(template, values));
  const named = shape.named === undefined ? {} : { [shape.named.property]: nameOfIt };
  return {
    id: renderTemplate(shape.id, values),
    // The provider reports the Region of everything but IAM, which has none.
    outputs: { ...(type.startsWith('aws:iam/') ? {} : { region }), ...named, ...computed, ...inputs },
    known: true,
  };
}

function templatesOf(shape: Shape, inputs: PlanObject): Readonly<Record<string, string>> {
  const conditional = shape.ifTrue !== undefined && inputs[shape.ifTrue.input] === true ? shape.ifTrue.outputs : {};
  return { ...shape.outputs, ...conditional };
}

/** As the program says, else Pulumi's auto-name: the logical name and seven digits. */
function physicalNameOf(
  { property, prefix = '', lowerCase }: NamedBy,
  { urn, name, inputs, physicalName }: NewResource,
): string {
  const given = physicalName ?? inputText(inputs, property);
  if (given !== undefined) return given;
  const fifo = inputs['fifoQueue'] === true || inputs['fifoTopic'] === true ? '.fifo' : '';
  const automatic = `${prefix}${name}-${hexOf(urn, 7)}${fifo}`;
  return lowerCase ? automatic.toLowerCase() : automatic;
}
