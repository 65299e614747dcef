import { personPolicyArns } from '../../../infra/names.js';
import type { Check, Patient } from '../check.js';
import { ok, problem, warning, type Finding } from '../finding.js';
import { many, refreshedUp, up } from './words.js';

/** Roles of Identity Center: only a permission set can give them a policy. */
const PERMISSION_SET = /^AWSReservedSSO_(.+)_[0-9a-f]{16}$/;

export const PERSON_POLICIES: Check = {
  name: 'person-policies',
  asks: 'Do the permission sets by which persons call Bedrock reference all policies that deny persons?',
  means: 'A person whose role does not carry the policy cannot be suspended: `SuspensionRefused`.',
  fix: 'Reference the policy in the permission set, and provision it ([persons.md](persons.md#suspending-persons)).',
  actions: ['iam:ListEntitiesForPolicy', 'dynamodb:Scan', 'ssm:GetParametersByPath'],
  run: async (patient) => {
    const { stack, settings, budgets, identity } = patient;
    const { personPolicies } = (await settings()).policy;
    const persons = (await budgets()).rows.filter(({ budget }) => budget.accountType === 'person');
    if (persons.length === 0) return [ok('no persons have a budget')];
    if (personPolicies === 0) {
      const text = `personPolicies is 0, so ${many(persons.length, 'person')} can only be alerted about`;
      return [warning(text, `pulumi config set --stack ${stack.name} personPolicies 1`, up(stack.name))];
    }
    const roles = new Set(persons.flatMap(({ budget }) => budget.sightings.map(roleOf)));
    const used = [...roles].filter((role) => PERMISSION_SET.test(role)).sort();
    const arns = personPolicyArns(identity, personPolicies);
    const found = (await Promise.all(arns.map((arn) => unreferenced(patient, arn, used)))).flat();
    return found.length > 0 ? found : [ok(`carried by all roles of permission sets that persons use: ${used.length}`)];
  },
};

/** Of a sighting, `ROLE/SESSION`. */
function roleOf(sighting: string): string {
  return sighting.split('/', 1).join();
}

async function unreferenced(
  { examination, stack }: Patient,
  arn: string,
  used: readonly string[],
): Promise<readonly Finding[]> {
  const holders = await examination.holdersOf(arn, 'policy');
  if (holders === undefined) return [problem(`there is no policy ${arn}`, ...refreshedUp(stack.name))];
  const carrying = new Set(holders.map(({ name }) => name));
  const name = arn.slice(arn.lastIndexOf('/') + 1);
  return used
    .filter((role) => !carrying.has(role))
    .map((role) =>
      problem(
        `permission set ${PERMISSION_SET.exec(role)?.[1] ?? role} does not reference ${name}`,
        `aws sso-admin attach-customer-managed-policy-reference-to-permission-set --instance-arn INSTANCE --permission-set-arn SET --customer-managed-policy-reference Name=${name},Path=/`,
        'aws sso-admin provision-permission-set --instance-arn INSTANCE --permission-set-arn SET --target-type ALL_PROVISIONED_ACCOUNTS',
      ),
    );
}
