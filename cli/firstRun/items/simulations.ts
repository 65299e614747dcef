import { personPolicyDocument } from '../../../domain/iam/personPolicy.js';
import { denyBoundaryDocument, denyPolicyDocument } from '../../../infra/denyPolicies.js';
import type { Item, Look } from '../item.js';
import type { Simulated } from '../looks.js';
import { judged, open, type Fact, type FactWord } from '../seen.js';

/** By these calls spend arises. */
const ACTIONS: Readonly<Record<string, string>> = {
  invoke: 'bedrock:InvokeModel',
  stream: 'bedrock:InvokeModelWithResponseStream',
  byKey: 'bedrock:CallWithBearerToken',
  mantle: 'bedrock-mantle:CreateInference',
};

type Simulating = Omit<Simulated, 'actions'>;

function simulation(simulated: Simulating, wanted: readonly FactWord[]): Look {
  return {
    actions: ['iam:SimulateCustomPolicy'],
    facts: Object.keys(ACTIONS),
    run: async ({ looks }) => {
      const decisions = await looks.decisions({ ...simulated, actions: Object.values(ACTIONS) });
      const facts: Record<string, Fact> = {};
      for (const [name, action] of Object.entries(ACTIONS)) facts[name] = decisions.get(action) ?? 'unknown';
      const text = Object.entries(facts).map(([name, decision]) => `${name} ${String(decision)}`);
      const known = Object.values(facts).filter((decision) => decision !== 'unknown');
      if (known.length === 0) return open('the simulation knows none of these actions', facts);
      return judged(
        known.every((decision) => isOneOf(decision, wanted)),
        text.join(', '),
        facts,
      );
    },
  };
}

function isOneOf(decision: Fact, wanted: readonly FactWord[]): boolean {
  return wanted.some((word) => word === decision);
}

export const DENY_SIMULATED: Item = {
  id: 'deny-simulated',
  claim: 'IAM’s simulation calls each way to spend explicitly denied by our policy.',
  why: 'A suspension counts as done only when the simulation says so. Otherwise it would fail, time and again.',
  steps: [],
  expect: '`explicitDeny` for all four. `unknown` for an action that this partition’s simulation does not know.',
  otherwise: 'Tell us the four words. Suspensions by hand (`aws iam attach-user-policy`) take effect all the same.',
  look: simulation({ policies: [denyPolicyDocument()] }, ['explicitDeny']),
};

export const BOUNDARY_SIMULATED: Item = {
  id: 'boundary-simulated',
  claim: 'A Deny that stands in the permissions boundary alone is an explicit or an implicit Deny to the simulation.',
  why: 'AWS does not say which; both are taken for a refusal (decision 9). It matters with `boundaryFallback` alone.',
  steps: [],
  expect: '`explicitDeny` or `implicitDeny`, and not `allowed`.',
  otherwise: 'Leave `boundaryFallback` off, and tell us the words.',
  look: simulation({ policies: [], boundary: denyBoundaryDocument() }, ['explicitDeny', 'implicitDeny']),
};

const PROBE = [{ principalId: 'person/probe', sessions: ['probe'] }];

export const PERSON_SIMULATED: Item = {
  id: 'person-simulated',
  claim: 'The condition on `aws:userid` denies the sessions of one person, whatever the role.',
  why: 'Persons who share a role are told apart by it alone (decision 23).',
  steps: [],
  expect: '`explicitDeny` for the session of that name. That another name passes, the item person-alone shows.',
  otherwise: 'Set `personPolicies` to 0: then persons are warned only. Tell us the words.',
  look: simulation({ policies: [personPolicyDocument(PROBE)], userId: 'AROAEXAMPLEEXAMPLE123:probe' }, [
    'explicitDeny',
  ]),
};

export const PERSON_ALONE: Item = {
  id: 'person-alone',
  claim: 'That condition leaves everybody else of the role alone.',
  why: 'Else one person’s limit would stop a team.',
  steps: [],
  expect: '`allowed` for the session of another name.',
  otherwise: 'Set `personPolicies` to 0 at once, and tell us the words.',
  look: simulation({ policies: [personPolicyDocument(PROBE)], userId: 'AROAEXAMPLEEXAMPLE123:another' }, ['allowed']),
};
