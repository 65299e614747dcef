import { DENY, type IamStatement, type PolicyDocument } from '../domain/iam/denyDocument.js';

/** All that a boundary must let through, for it is a ceiling and grants nothing. */
const CEILING: IamStatement = { Sid: 'BudgeteerAllowTheRest', Effect: 'Allow', Action: ['*'], Resource: ['*'] };

/** The managed policy that suspends whoever has it; an explicit Deny wins over every grant. */
export function denyPolicyDocument(): PolicyDocument {
  return { Version: '2012-10-17', Statement: [DENY] };
}

/** The same as a permissions boundary, for principals that can have no further policy attached. */
export function denyBoundaryDocument(): PolicyDocument {
  return { Version: '2012-10-17', Statement: [CEILING, DENY] };
}
