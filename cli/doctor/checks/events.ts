import { busArn, iamEventsRegion } from '../../../infra/names.js';
import { physicalName } from '../../../infra/identity.js';
import { allRegions, inEach, type Check, type Patient } from '../check.js';
import type { TrailState } from '../examination.js';
import { notChecked, ok, problem, type Finding } from '../finding.js';
import { refreshedUp, up } from './words.js';

export const TRAIL: Check = {
  name: 'trail',
  asks: 'Does a trail record management events where IAM’s are?',
  means:
    'Without one the stack learns of no new key and no change of permissions: a Deny taken away is not noticed until the next sweep.',
  fix: 'Switch the trail on, or let the stack make one: `trail: create`.',
  actions: ['cloudtrail:DescribeTrails', 'cloudtrail:GetTrailStatus', 'cloudtrail:GetEventSelectors'],
  run: async ({ stack, identity, examination }) => {
    const region = iamEventsRegion(identity.partition);
    const trails = await examination.trails(region);
    const reaching = trails.filter((trail) => reaches(trail, region));
    const good = reaching.find(
      ({ isLogging, management }) => isLogging && (management === 'all' || management === 'writes'),
    );
    if (good !== undefined)
      return [ok(`${good.name} records management events${good.management === 'writes' ? ', writes alone' : ''}`)];
    const unknown = reaching.find(({ isLogging, management }) => isLogging && management === undefined);
    if (unknown !== undefined) return [notChecked(`${unknown.name}: only its owner may know what it records`)];
    const stopped = reaching.find(({ isLogging, management }) => !isLogging && management !== 'none');
    if (stopped !== undefined) {
      return [
        problem(
          `${stopped.name} is switched off`,
          `aws cloudtrail start-logging --name ${stopped.arn} --region ${stopped.homeRegion}`,
        ),
      ];
    }
    const create = `pulumi config set --stack ${stack.name} trail create`;
    return [problem(`no trail records management events of ${region}`, create, up(stack.name))];
  },
};

function reaches({ isMultiRegion, homeRegion, hasGlobalEvents }: TrailState, region: string): boolean {
  return hasGlobalEvents && (isMultiRegion || homeRegion === region);
}

export const EVENT_FORWARDING: Check = {
  name: 'event-forwarding',
  asks: 'Are IAM’s events, and alarms of all Regions, forwarded to the stack’s bus?',
  means: 'The rules on the default buses are how the home Region hears of other Regions.',
  fix: '`aws events enable-rule`, or `pulumi up` for a rule or target that is gone.',
  actions: ['events:DescribeRule', 'events:ListTargetsByRule'],
  run: (patient) => {
    const { stack, identity } = patient;
    const iamRegion = iamEventsRegion(identity.partition);
    return inEach([...new Set([iamRegion, ...allRegions(stack)])], async (region) => {
      const rules = [
        ...(region === iamRegion ? ['forward-iam'] : []),
        ...(allRegions(stack).includes(region) ? ['forward-alarms'] : []),
      ];
      return (await Promise.all(rules.map((rule) => forwarding(patient, region, rule)))).flat();
    });
  },
};

async function forwarding(
  { stack, identity, examination }: Patient,
  region: string,
  rule: string,
): Promise<readonly Finding[]> {
  const name = physicalName(identity, rule);
  const state = await examination.eventRule(region, name);
  if (state === undefined) return [problem(`${region}: there is no rule ${name}`, ...refreshedUp(stack.name))];
  if (!state.isEnabled) {
    return [
      problem(`${region}: the rule ${name} is disabled`, `aws events enable-rule --name ${name} --region ${region}`),
    ];
  }
  if (state.targetArns.includes(busArn(identity))) return [ok(`${region}: ${rule} reaches the bus of the stack`)];
  return [problem(`${region}: the rule ${name} does not send to ${busArn(identity)}`, ...refreshedUp(stack.name))];
}
