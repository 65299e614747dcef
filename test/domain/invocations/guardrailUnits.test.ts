import { expect } from 'chai';
import {
  guardrailIntervened,
  guardrailSawAnswer,
  guardrailUnitsInBody,
} from '../../../domain/invocations/guardrailUnits.js';

const USAGE = {
  topicPolicyUnits: 1,
  contentPolicyUnits: 2,
  wordPolicyUnits: 7,
  sensitiveInformationPolicyUnits: 1,
  sensitiveInformationPolicyFreeUnits: 5,
  contextualGroundingPolicyUnits: 3,
  automatedReasoningPolicyUnits: 4,
  contentPolicyImageUnits: 6,
};

const ONCE = {
  guardrailContentUnits: 2,
  guardrailTopicUnits: 1,
  guardrailSensitiveInformationUnits: 1,
  guardrailGroundingUnits: 3,
  guardrailReasoningUnits: 4,
  guardrailImages: 6,
};

const NONE = Object.fromEntries(Object.keys(ONCE).map((name) => [name, 0]));
const TWICE = Object.fromEntries(Object.entries(ONCE).map(([name, units]) => [name, 2 * units]));

const ASSESSMENT = { topicPolicy: { topics: [] }, invocationMetrics: { guardrailProcessingLatency: 9, usage: USAGE } };

describe('guardrailUnitsInBody', () => {
  const table: readonly (readonly [string, unknown, unknown])[] = [
    ['nothing of a body that is not there', undefined, NONE],
    ['nothing where the trace is off', { stopReason: 'guardrail_intervened' }, NONE],
    ['the input of Converse', { trace: { guardrail: { inputAssessment: { g1: ASSESSMENT } } } }, ONCE],
    ['its output', { trace: { guardrail: { outputAssessments: { g1: [ASSESSMENT, ASSESSMENT] } } } }, TWICE],
    [
      'the metadata of its stream',
      [{ contentBlockDelta: {} }, { metadata: { trace: { guardrail: { inputAssessment: { g1: ASSESSMENT } } } } }],
      ONCE,
    ],
    [
      'input and output of InvokeModel',
      { 'amazon-bedrock-trace': { guardrail: { input: { g1: ASSESSMENT }, outputs: [{ g1: ASSESSMENT }] } } },
      TWICE,
    ],
    [
      'two guardrails',
      { trace: { guardrail: { inputAssessment: { g1: ASSESSMENT, g2: ASSESSMENT }, modelOutput: ['x'] } } },
      TWICE,
    ],
    [
      'no count that is none',
      {
        trace: {
          guardrail: { inputAssessment: { g1: { invocationMetrics: { usage: { topicPolicyUnits: -1 } } }, g2: null } },
        },
      },
      NONE,
    ],
    [
      'nothing that is nested deeper than a trace is',
      { trace: { guardrail: { input: { a: { b: { c: { d: { e: ASSESSMENT } } } } } } } },
      NONE,
    ],
  ];
  for (const [name, body, units] of table) {
    it(`reads ${name}`, () => {
      expect(guardrailUnitsInBody(body)).to.deep.equal(units);
    });
  }
});

describe('guardrailIntervened', () => {
  it('is told by the answer, in either API and in a stream', () => {
    expect(guardrailIntervened({ 'amazon-bedrock-guardrailAction': 'INTERVENED' })).to.equal(true);
    expect(guardrailIntervened({ stopReason: 'guardrail_intervened' })).to.equal(true);
    expect(guardrailIntervened([{ messageStop: { stopReason: 'guardrail_intervened' } }])).to.equal(true);
    expect(guardrailIntervened({ stopReason: 'end_turn' })).to.equal(false);
  });
});

describe('guardrailSawAnswer', () => {
  it('is told by a trace of the output', () => {
    expect(guardrailSawAnswer({ trace: { guardrail: { outputAssessments: { g1: [] } } } })).to.equal(true);
    expect(guardrailSawAnswer({ 'amazon-bedrock-trace': { guardrail: { outputs: [{}] } } })).to.equal(true);
    expect(guardrailSawAnswer({ trace: { guardrail: { inputAssessment: {}, outputs: null } } })).to.equal(false);
  });
});
