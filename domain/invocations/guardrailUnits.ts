import { elementsOf } from './invocationBody.js';
import { isCount, isObject, objectAt, stringAt, type JsonObject } from '../json.js';
import { GUARDRAIL_DIMENSIONS, NO_GUARDRAIL_UNITS, type GuardrailUnits } from './usage.js';

/**
 * As the `usage` of an assessment spells them (API reference, GuardrailUsage): the filters that AWS bills (Amazon Bedrock
 * pricing, "Guardrails"). Word filters and regular expressions for sensitive information are free.
 */
const FIELDS: Readonly<Record<keyof GuardrailUnits, string>> = {
  guardrailContentUnits: 'contentPolicyUnits',
  guardrailTopicUnits: 'topicPolicyUnits',
  guardrailSensitiveInformationUnits: 'sensitiveInformationPolicyUnits',
  guardrailGroundingUnits: 'contextualGroundingPolicyUnits',
  guardrailReasoningUnits: 'automatedReasoningPolicyUnits',
  guardrailImages: 'contentPolicyImageUnits',
};

/** Guardrail → its assessments, or a list of them: no trace nests deeper. */
const MAX_DEPTH = 4;

/** The units of all assessments of the input and the output that the trace shows; none where it is off. */
export function guardrailUnitsInBody(output: unknown): GuardrailUnits {
  const traces = tracesIn(output);
  if (traces.length === 0) return NO_GUARDRAIL_UNITS;
  const units: Record<keyof GuardrailUnits, number> = { ...NO_GUARDRAIL_UNITS };
  for (const trace of traces) {
    for (const usage of usagesIn(trace, 0)) {
      for (const name of GUARDRAIL_DIMENSIONS) {
        const count = usage[FIELDS[name]];
        if (isCount(count)) units[name] += count;
      }
    }
  }
  return units;
}

/** Whether a guardrail held back the prompt or the answer. */
export function guardrailIntervened(output: unknown): boolean {
  return elementsOf(output).some(
    (body) =>
      stringAt(body, 'amazon-bedrock-guardrailAction') === 'INTERVENED' ||
      stringAt(body, 'stopReason') === 'guardrail_intervened' ||
      stringAt(objectAt(body, 'messageStop'), 'stopReason') === 'guardrail_intervened',
  );
}

/** Whether a trace assesses an answer, so that there was one. */
export function guardrailSawAnswer(output: unknown): boolean {
  return tracesIn(output).some((trace) =>
    Object.entries(trace).some(([key, part]) => key.startsWith('output') && isObject(part) !== Array.isArray(part)),
  );
}

/** `trace.guardrail` of Converse, in the metadata of its stream, and `amazon-bedrock-trace.guardrail` of InvokeModel. */
function tracesIn(output: unknown): readonly JsonObject[] {
  const found: JsonObject[] = [];
  for (const element of elementsOf(output)) {
    for (const trace of [element['trace'], objectAt(element, 'metadata')['trace'], element['amazon-bedrock-trace']]) {
      if (isObject(trace) && isObject(trace['guardrail'])) found.push(trace['guardrail']);
    }
  }
  return found;
}

function usagesIn(part: unknown, depth: number): readonly JsonObject[] {
  if (depth > MAX_DEPTH || typeof part !== 'object' || part === null) return [];
  if ('invocationMetrics' in part) return [objectAt(part.invocationMetrics, 'usage')];
  return Object.values(part).flatMap((value) => usagesIn(value, depth + 1));
}
