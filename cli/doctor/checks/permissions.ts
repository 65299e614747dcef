import type { IamStatement } from '../../../domain/iam/denyDocument.js';
import type { StackIdentity } from '../../../infra/identity.js';
import { changeStatements } from '../../policies/operatorPolicy.js';
import { readerStatements } from '../../policies/readerPolicy.js';
import type { Check } from '../check.js';
import { ok, warning } from '../finding.js';

/** What the commands do, by what they do it to. */
interface Need {
  readonly resource: string;
  readonly actions: readonly string[];
  /** What is not possible without it. */
  readonly serves: 'looking' | 'changing';
}

export const PERMISSIONS: Check = {
  name: 'permissions',
  asks: 'May this shell do what the commands of budgeteer do?',
  means: 'IAM is asked by a simulation, which knows neither policies of the organization nor those of resources.',
  fix: 'Use the policies for readers and operators of [permissions.md](permissions.md).',
  actions: ['iam:SimulatePrincipalPolicy', 'iam:GetRole'],
  run: async ({ stack, identity, examination }) => {
    const caller = await stack.caller();
    const answers = await Promise.all(
      needsOf(identity).map(async ({ actions, resource, serves }) => {
        return { serves, lacking: await examination.lacking(caller, actions, resource) };
      }),
    );
    const lackingFor = (what: Need['serves']): readonly string[] => [
      ...new Set(answers.flatMap(({ serves, lacking }) => (serves === what ? lacking : []))),
    ];
    const [looking, changing] = [lackingFor('looking'), lackingFor('changing')];
    const found = [
      ...(looking.length === 0 ? [] : [warning(`${caller} may not ${looking.join(', ')}`, 'docs/permissions.md')]),
      ...(changing.length === 0 ? [] : [ok(`${caller} may look and not change: it lacks ${changing.join(', ')}`)]),
    ];
    return found.length > 0 ? found : [ok(`${caller} may use all commands`)];
  },
};

function needsOf(identity: StackIdentity): readonly Need[] {
  return [
    ...readerStatements(identity).flatMap((statement) => needsIn(statement, 'looking', identity)),
    ...changeStatements(identity).flatMap((statement) => needsIn(statement, 'changing', identity)),
  ];
}

/** A simulation knows nothing of a condition's keys. Of what is in each Region, the home Region's is asked for. */
function needsIn(
  { Action, Resource, Condition }: IamStatement,
  serves: Need['serves'],
  { homeRegion }: StackIdentity,
): readonly Need[] {
  if (Condition !== undefined) return [];
  return Resource.map((resource) => ({
    resource: resource.replace(/^(arn:[\w-]+:\w+):\*:/, `$1:${homeRegion}:`),
    actions: Action,
    serves,
  }));
}
