import { TOPICS, type TopicName } from './topics.js';

/**
 * What an alarm's description says. It begins with the alarm's topic: CloudWatch's state changes carry the description
 * and nothing else by which the notifier could know where they belong, and people see how urgent it is.
 */
export function alarmDescription(topic: TopicName, text: string): string {
  return `[${topic}] ${text}`;
}

export interface DescribedAlarm {
  readonly topic: TopicName;
  readonly text: string;
}

/** An alarm whose description somebody has changed goes to `operational-alerts`. */
export function readAlarmDescription(description: string): DescribedAlarm {
  const [, name, text = ''] = /^\[([a-z-]+)\]\s*(.*)$/s.exec(description) ?? [];
  const topic = TOPICS.find((candidate) => candidate === name);
  return topic === undefined ? { topic: 'operational-alerts', text: description } : { topic, text };
}
