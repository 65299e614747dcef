/** The topics that people subscribe to, by what they are about: money, the system, and what cannot wait. */
export const TOPICS = ['budget-alerts', 'operational-alerts', 'high-severity'] as const;

export type TopicName = (typeof TOPICS)[number];
