import { isSuspension, isUnderWay, type Budget } from '../../../domain/budget/budget.js';
import { namesInDocument } from '../../../domain/iam/personPolicy.js';
import { personIdOf } from '../../../domain/iam/person.js';
import { holderOf, type PolicyHolder } from '../../../domain/iam/principal.js';
import { denyBoundaryArn, denyPolicyArn, personPolicyArns } from '../../../infra/names.js';
import type { Check, Patient } from '../check.js';
import { ok, problem, type Finding } from '../finding.js';
import { refreshedUp } from './words.js';

export const DENIES: Check = {
  name: 'denies',
  asks: 'Do exactly the suspended users and roles carry the Deny, and exactly the suspended persons stand in the policies?',
  means:
    'A Deny that no budget explains locks somebody out for good; a suspended principal without one goes on spending.',
  fix: 'Detach a Deny that is left over, attach a missing one. The policies of persons are written anew by the next suspension or restoration. Wait some minutes first: the monitor puts a changed one back by itself, once ([persons.md](persons.md#tampering)).',
  actions: [
    'iam:ListEntitiesForPolicy',
    'iam:GetPolicy',
    'iam:GetPolicyVersion',
    'dynamodb:Scan',
    'ssm:GetParametersByPath',
  ],
  run: async (patient) => {
    const found = [...(await ofHolders(patient)), ...(await ofPersons(patient))];
    if (found.length > 0) return found;
    const suspended = (await budgetsOf(patient)).filter(isSuspension);
    return [ok(`${suspended.length} suspended, and the Deny is on them alone`)];
  },
};

async function budgetsOf({ budgets }: Patient): Promise<readonly Budget[]> {
  return (await budgets()).rows.map(({ budget }) => budget);
}

/** A suspension or restoration that has begun explains a Deny, and what lacks one before it is through. */
function isExplained(budget: Budget): boolean {
  return isSuspension(budget) || isUnderWay(budget);
}

async function ofHolders(patient: Patient): Promise<readonly Finding[]> {
  const { stack, identity, examination } = patient;
  const [policyArn, boundaryArn] = [denyPolicyArn(identity), denyBoundaryArn(identity)];
  const attached = await examination.holdersOf(policyArn, 'policy');
  const bounded = await examination.holdersOf(boundaryArn, 'boundary');
  const missing = [...(attached === undefined ? [policyArn] : []), ...(bounded === undefined ? [boundaryArn] : [])];
  const all = await budgetsOf(patient);
  const explained = new Set(all.filter(isExplained).map(({ principalId }) => labelOf(holderOf(principalId))));
  const denied = new Set([...(attached ?? []), ...(bounded ?? [])].map(labelOf));
  const isStray = (holder: PolicyHolder): boolean => !explained.has(labelOf(holder));
  return [
    ...missing.map((arn) => problem(`there is no policy ${arn}`, ...refreshedUp(stack.name))),
    ...(attached ?? []).filter(isStray).map((holder) => strayPolicy(holder, policyArn)),
    ...(bounded ?? []).filter(isStray).map(strayBoundary),
    ...all.flatMap(({ status, principalId }) => {
      const holder = status === 'suspended' ? holderOf(principalId) : undefined;
      if (holder === undefined || denied.has(labelOf(holder))) return [];
      return [problem(`${labelOf(holder)} is suspended and does not carry the Deny`, attaching(holder, policyArn))];
    }),
  ];
}

function labelOf(holder: PolicyHolder | undefined): string {
  return holder === undefined ? '' : `${holder.type}/${holder.name}`;
}

function attaching({ type, name }: PolicyHolder, policyArn: string): string {
  return `aws iam attach-${type}-policy --${type}-name ${name} --policy-arn ${policyArn}`;
}

function strayPolicy(holder: PolicyHolder, policyArn: string): Finding {
  const { type, name } = holder;
  const detach = `aws iam detach-${type}-policy --${type}-name ${name} --policy-arn ${policyArn}`;
  return problem(`${labelOf(holder)} carries the Deny, and no suspension explains it`, detach);
}

function strayBoundary(holder: PolicyHolder): Finding {
  const { type, name } = holder;
  const remove = `aws iam delete-${type}-permissions-boundary --${type}-name ${name}`;
  return problem(`${labelOf(holder)} has the Deny as its boundary, and no suspension explains it`, remove);
}

const TAMPERING = 'docs/persons.md#tampering';

async function ofPersons(patient: Patient): Promise<readonly Finding[]> {
  const { stack, identity, examination, settings } = patient;
  const { personPolicies } = (await settings()).policy;
  const arns = personPolicyArns(identity, personPolicies);
  const documents = await Promise.all(arns.map((arn) => examination.policyDocument(arn)));
  const names = documents.map((document) => (document === undefined ? [] : namesInDocument(document)));
  const foreign = arns.filter((_, index) => names[index] === undefined);
  const denied = new Set(names.flatMap((list) => (list ?? []).flatMap(personOf)));
  const persons = (await budgetsOf(patient)).filter(({ accountType }) => accountType === 'person');
  const explained = new Set(persons.filter(isExplained).map(({ principalId }) => principalId));
  const by = (command: string, id: string): string =>
    `budgeteer ${command} ${id} --reason "found by doctor" --stack ${stack.name}`;
  return [
    ...foreign.map((arn) => problem(`${arn}: its document is not one of the stack’s`, ...refreshedUp(stack.name))),
    ...[...denied]
      .filter((id) => !explained.has(id))
      .map((id) => {
        return problem(
          `${id} is denied, and no suspension explains it`,
          by('suspend', id),
          by('restore', id),
          TAMPERING,
        );
      }),
    ...persons
      .filter(({ status, principalId }) => status === 'suspended' && !denied.has(principalId))
      .map(({ principalId: id }) => {
        return problem(`${id} is suspended, and no policy denies it`, by('restore', id), by('suspend', id), TAMPERING);
      }),
  ];
}

/** Of what a document of ours denies: `*:SESSION`. */
function personOf(userId: string): readonly string[] {
  const person = personIdOf(userId.slice(userId.lastIndexOf(':') + 1));
  return person === undefined ? [] : [person];
}
