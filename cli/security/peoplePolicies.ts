import type { IamStatement } from '../../domain/iam/denyDocument.js';
import type { StackIdentity } from '../../infra/identity.js';
import { withMarkedPart } from '../docs/markedPart.js';
import { operatorStatements, releaseStatements } from '../policies/operatorPolicy.js';
import { readerStatements } from '../policies/readerPolicy.js';

/** What people who use the commands fill in. */
const PLACEHOLDERS: StackIdentity = { stack: 'STACK', partition: 'aws', accountId: 'ACCOUNT', homeRegion: 'REGION' };

/** The policies of the page, by the heading above each. */
const PEOPLE: Readonly<Record<string, (identity: StackIdentity) => readonly IamStatement[]>> = {
  '### For people who read\n': readerStatements,
  '### For people who operate\n': operatorStatements,
  '### Before `pulumi destroy`\n': releaseStatements,
};

/** The page with these policies as JSON, each below its heading. */
export function withPeoplePolicies(page: string): string {
  return Object.entries(PEOPLE).reduce(
    (written, [heading, statements]) =>
      withMarkedPart(written, `\n\`\`\`json\n${jsonOf(statements(PLACEHOLDERS))}\n\`\`\`\n`, heading),
    page,
  );
}

/** A list of one is written as its entry. */
function jsonOf(statements: readonly IamStatement[]): string {
  const single = (_: string, value: unknown): unknown => {
    const list: readonly unknown[] = Array.isArray(value) ? value : [];
    return list.length === 1 && typeof list[0] === 'string' ? list[0] : value;
  };
  return JSON.stringify({ Version: '2012-10-17', Statement: statements }, single, 2);
}
