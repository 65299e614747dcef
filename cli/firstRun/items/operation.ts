import type { Item } from '../item.js';

export const BY_PULUMI: Item = {
  id: 'by-pulumi',
  claim: '`--stack` reads the outputs of a deployed stack by the Pulumi CLI.',
  why: 'All commands for operators begin with it. It was tried on a provider that makes nothing.',
  steps: [{ run: 'budgeteer status --stack STACK' }],
  expect: 'The same as with `--outputs` and the file of `pulumi stack output --json`.',
  otherwise: 'Use `--outputs`, and tell us the line that it printed and the kind of backend.',
};

export const READER_POLICY: Item = {
  id: 'reader-policy',
  claim: 'The ready policies for readers and operators are enough, and no more than that.',
  why: 'They were checked against the calls of the commands, not by IAM.',
  steps: [
    { say: 'Give a test role the readers’ policy of docs/permissions.md, and run as that role:' },
    { run: 'budgeteer doctor --stack STACK' },
    { run: 'budgeteer inventory --stack STACK' },
    { run: 'budgeteer suspend TEST_USER --reason "first run" --stack STACK' },
  ],
  expect: 'The first two work, the third is refused.',
  otherwise: 'Tell us the action that was missing, or the command that worked and should not have.',
};

export const NOT_LOGGED: Item = {
  id: 'not-logged',
  claim: 'Agents, knowledge bases and flows that call a model are in the log, under their service role.',
  why: 'What is not in the log is in no budget. For classic agents and flows nobody has published a record.',
  steps: [
    { say: 'Run an agent, a knowledge base or a flow once, and look for its role:' },
    { run: 'budgeteer budgets list --stack STACK' },
  ],
  expect: 'A budget of the service role, with the call’s spend.',
  otherwise: 'Tell us which kind of caller is missing. Deny it to those who have a budget, or accept it.',
};

export const GUARDRAILS: Item = {
  id: 'guardrails',
  claim: 'A guardrail’s text units in the trace are what AWS bills.',
  why: 'They can be two thirds of the cost of a small call (decision 16).',
  steps: [
    {
      say: 'Call with a guardrail and its trace on, on a day without other calls, and compare with the bill two days later.',
    },
  ],
  expect: 'The units of the bill’s usage types are those of the usage rows.',
  otherwise: 'Tell us both numbers and the filters that were on.',
};

export const BILL: Item = {
  id: 'bill',
  claim: 'What budgets count is what AWS bills, at list price.',
  why: 'Everything else stands on it.',
  steps: [
    { run: 'budgeteer report --by model,day --csv --stack STACK' },
    {
      say: 'Two days later compare a day, model by model, with Cost Explorer or the Cost and Usage Report (`line_item_iam_principal`).',
    },
  ],
  expect: 'Equal to the cent, discounts and free tier apart, and days in UTC.',
  otherwise: 'Tell us the model, the usage type and the ratio of the two amounts. No amounts are needed.',
};

export const RESTORABLE: Item = {
  id: 'release-all',
  claim: '`release-all` and `pulumi destroy` leave nobody locked out.',
  why: 'Who keeps the Deny when the stack is gone cannot be helped by it any more.',
  steps: [
    { say: 'With a test user suspended:' },
    { run: 'pulumi stack output --json --stack STACK > outputs.json' },
    { run: 'budgeteer release-all --outputs outputs.json' },
    { run: 'aws iam list-attached-user-policies --user-name TEST_USER' },
    { say: 'Then the steps of “Uninstalling” in docs/upgrading.md.' },
  ],
  expect: 'The user has its access back before anything is destroyed; `pulumi destroy` ends without an error.',
  otherwise:
    'Detach bedrock-budgeteer-STACK-deny by hand; `pulumi destroy` again. Tell us the resource’s type and the error code.',
};

export const LEFT_BEHIND: Item = {
  id: 'left-behind',
  claim: 'After `pulumi destroy` nothing of the stack is left but what the docs name.',
  why: 'What is left costs money, or stops a stack of the same name.',
  steps: [
    {
      run: 'aws resourcegroupstaggingapi get-resources --region REGION --tag-filters Key=Project,Values=bedrock-budgeteer Key=Stack,Values=STACK',
    },
    { run: 'aws logs describe-log-groups --region REGION --log-group-name-prefix /aws/lambda/bedrock-budgeteer-STACK' },
    { run: 'aws ssm get-parameters-by-path --region REGION --path /bedrock-budgeteer/STACK --recursive' },
  ],
  expect: 'Keys that wait for their deletion, and your overrides, such as protectedPrincipals: delete that one.',
  otherwise: 'Tell us the types of what is left.',
};

export const NETWORK: Item = {
  id: 'network',
  claim:
    'With `network: true` functions work without a route to the internet, and the VPC goes when it is switched off.',
  why: 'Lambda removes interfaces late, and only while the role still may.',
  steps: [
    { say: 'Only if you mean to use it: set `network: true`, `pulumi up`, call once; then `false`, `pulumi up`.' },
  ],
  expect: 'The call is charged; the second update ends within an hour.',
  otherwise: '`pulumi up` again. Tell us which resource was left.',
};
