/** The `source` of every one of our events. */
export const EVENT_SOURCE = 'bedrock-budgeteer';
