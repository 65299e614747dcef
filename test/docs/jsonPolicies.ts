import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { listed } from '../../domain/iam/policyDocument.js';

/** A statement of a policy that a page shows. */
export interface ShownStatement {
  readonly page: string;
  readonly sid: string;
  readonly effect: string;
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  /** Operator, key, values. */
  readonly condition: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

export interface ShownPolicy {
  readonly page: string;
  /** Without white space, as Organizations and IAM count. */
  readonly characters: number;
  readonly statements: readonly ShownStatement[];
}

/** Every block of JSON below `folder` that is a policy. Throws where a block is no JSON. */
export function policiesBelow(folder: string): readonly ShownPolicy[] {
  const pages = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.md'));
  return pages.flatMap((page) => policiesOf(join(folder, page)));
}

export function policiesOf(page: string): readonly ShownPolicy[] {
  const blocks = [...readFileSync(page, 'utf8').matchAll(/^```json\n([^]*?)^```$/gm)];
  return blocks.flatMap(([, text = '']) => {
    const document = JSON.parse(text) as Readonly<Record<string, unknown>>;
    if (document['Statement'] === undefined) return [];
    const statements = listed(document['Statement']).map((statement) => shownOf(page, statement as RawStatement));
    return [{ page, characters: JSON.stringify(document).length, statements }];
  });
}

interface RawStatement {
  readonly Sid?: string;
  readonly Effect: string;
  readonly Action: unknown;
  readonly Resource?: unknown;
  readonly Condition?: ShownStatement['condition'];
}

function shownOf(page: string, { Sid = '', Effect, Action, Resource, Condition = {} }: RawStatement): ShownStatement {
  const texts = (value: unknown): readonly string[] => listed(value).map(String);
  return { page, sid: Sid, effect: Effect, actions: texts(Action), resources: texts(Resource), condition: Condition };
}

/** Actions of AWS by service, and which condition keys of IAM and STS each takes. */
export interface ActionReference {
  readonly actions: Readonly<Record<string, readonly string[]>>;
  readonly conditionKeys: Readonly<Record<string, readonly string[]>>;
}

export function actionReference(): ActionReference {
  const read = (file: string): ActionReference => JSON.parse(readFileSync(file, 'utf8')) as ActionReference;
  const all = read('test/fixtures/iam/actions.2026-09-23.json');
  const { actions } = read('test/fixtures/iam/bedrock-actions.2026-09-26.json');
  return { actions: { ...all.actions, ...actions }, conditionKeys: all.conditionKeys };
}
