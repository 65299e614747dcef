import { DENY, type IamStatement, type PolicyDocument } from '../domain/iam/denyDocument.js';

/** A boundary grants nothing, so it has to allow everything else. */
const CEILING: IamStatement = { Sid: 'BudgeteerAllowTheRest', Effect: 'Allow', Action: ['*'], Resource: ['*'] };

/** The managed policy that suspends whoever has it. An explicit Deny wins over every grant. */
export function denyPolicyDocument(): PolicyDocument {
  return { Version: '2012-10-17', Statement: [DENY] };
}

/** The same as a permissions boundary, for principals with no room for another policy. */
export function denyBoundaryDocument(): PolicyDocument {
  return { Version: '2012-10-17', Statement: [CEILING, DENY] };
}
