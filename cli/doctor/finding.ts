/** From good to bad; what was not checked is neither. */
export const LEVELS = ['ok', 'warning', 'problem', 'not checked'] as const;

export type Level = (typeof LEVELS)[number];

/** What a check has seen in one place. */
export interface Finding {
  readonly level: Level;
  /** One sentence, with the place first where there are several. */
  readonly text: string;
  /** Commands to copy, or the page that helps; empty for what is well. */
  readonly fixes: readonly string[];
  /** The action of IAM without which this could not be checked. */
  readonly action?: string;
}

export function ok(text: string): Finding {
  return { level: 'ok', text, fixes: [] };
}

export function warning(text: string, ...fixes: readonly string[]): Finding {
  return { level: 'warning', text, fixes };
}

export function problem(text: string, ...fixes: readonly string[]): Finding {
  return { level: 'problem', text, fixes };
}

export function notChecked(text: string, action?: string): Finding {
  if (action === undefined) return { level: 'not checked', text, fixes: [] };
  return { level: 'not checked', text, fixes: [`allow ${action} to whoever runs this, see docs/doctor.md`], action };
}
