import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { projectRoot } from '../projectRoot.js';
import { operationsPage, startWeek } from './operationsPage.js';

Object.assign(process.env, { TZ: 'UTC', COLUMNS: '80' });
const folder = mkdtempSync(join(tmpdir(), 'week-'));
const file = join(projectRoot(), 'docs/operations.md');
try {
  await startWeek(folder);
  writeFileSync(file, await operationsPage(readFileSync(file, 'utf8'), folder));
} finally {
  rmSync(folder, { recursive: true });
}
