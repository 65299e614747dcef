import type { Item } from '../item.js';

export const PERMISSION_SET: Item = {
  id: 'permission-set',
  claim: 'A permission set takes the stack’s policy by its name, and a new document acts without provisioning again.',
  why: 'Roles of IAM Identity Center cannot be changed by IAM. This is the only way to suspend one person.',
  steps: [
    { say: 'Reference the policy in a permission set of a test person (docs/persons.md), with `personPolicies: 1`.' },
    { run: 'budgeteer suspend person/TEST_PERSON --reason "first run" --stack STACK' },
    { say: 'As that person, call; as another person of the set, call too.' },
    { run: 'budgeteer restore person/TEST_PERSON --reason "first run" --stack STACK' },
  ],
  expect:
    'AccessDenied for the one within a minute, an answer for the other; after the restoration an answer for both.',
  otherwise: 'Detach the policy from the permission set. Tell us what each of the two got, and after how many seconds.',
};

export const POLICY_VERSIONS: Item = {
  id: 'policy-versions',
  claim: 'The sixth change of a person policy’s document works like the first.',
  why: 'IAM keeps five versions; the stack deletes the oldest one first.',
  steps: [{ say: 'Suspend and restore a test person three times.' }],
  expect: 'Each of the six is confirmed.',
  otherwise: 'Tell us the error code that person-access logs.',
};

export const API_KEYS: Item = {
  id: 'api-keys',
  claim: 'A suspended user’s Bedrock API keys, long-term and short-term, are refused like its access keys.',
  why: 'A key that goes on is spend without a limit.',
  steps: [
    { run: 'budgeteer keys create probe --limit 1 --expires 1d --reason "first run" --stack STACK' },
    { say: 'Call with the key, suspend `BedrockAPIKey-probe`, call again; restore it and call a third time.' },
    { run: 'budgeteer keys rotate probe --stack STACK' },
    { run: 'budgeteer keys revoke probe --stack STACK' },
  ],
  expect: 'Answer, AccessDenied, answer. `rotate` shows a new secret, `revoke` leaves no user.',
  otherwise: 'Delete the user by hand. Tell us which step and the error code; never the secret.',
};

export const RUNNING_SESSION: Item = {
  id: 'running-session',
  claim: 'A role that is suspended stops the sessions that run, not only new ones.',
  why: 'Sessions last up to twelve hours.',
  steps: [
    { say: 'Assume a test role, and call once a minute.' },
    { run: 'budgeteer suspend role/TEST_ROLE --reason "first run" --stack STACK' },
    { run: 'budgeteer restore role/TEST_ROLE --reason "first run" --stack STACK' },
  ],
  expect: 'AccessDenied within a minute, in the same session; after the restoration an answer.',
  otherwise: 'Tell us the minutes. A call that streams already may end.',
};

export const WHILE_STREAMING: Item = {
  id: 'while-streaming',
  claim: 'A call that streams when the Deny comes runs to its end and is charged.',
  why: 'It is part of what can be spent past a limit.',
  steps: [{ say: 'Begin a long ConverseStream as the test user, suspend the user, and watch the stream.' }],
  expect: 'The stream ends as usual, its call is charged, and the next one is refused.',
  otherwise: 'Tell us how it ended, and whether a record of it came.',
};

export const ENFORCE_SWITCH: Item = {
  id: 'enforce-switch',
  claim: 'Who was observed over the limit gets a whole grace when the stack begins to enforce.',
  why: 'Nobody should be cut off by the switch itself.',
  steps: [
    { run: 'budgeteer set-limit TEST_USER 0.000001 --reason "first run" --stack STACK' },
    { say: 'Call once as that user; wait for the event “would have been suspended”.' },
    { run: 'budgeteer config set enforcement enforce --stack STACK' },
    { run: 'budgeteer why TEST_USER --stack STACK' },
  ],
  expect: 'Grace first (`gracePeriodSeconds`), then the suspension; nobody else is cut.',
  otherwise:
    'budgeteer config set enforcement observe gives all access back. Tell us who was cut: limit, spend and minutes, no names.',
};
