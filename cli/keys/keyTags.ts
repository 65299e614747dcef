/** `trustLimitTags` makes the stack read it as the limit. */
export const LIMIT_TAG = 'BedrockBudgeteer:LimitUsd';
export const STACK_TAG = 'BedrockBudgeteer:Stack';
/** ARN of whoever made the key. */
export const CREATED_BY_TAG = 'BedrockBudgeteer:CreatedBy';
/** A made-up id: by it a user is known to be of this very run, even if IAM's answer was lost. */
export const CREATION_TAG = 'BedrockBudgeteer:Creation';
