import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { projectRoot } from '../projectRoot.js';
import { operationsPage, startWeek } from './operationsPage.js';
import { sessionPicture } from './sessionPicture.js';

Object.assign(process.env, { TZ: 'UTC', COLUMNS: '80' });
const folder = mkdtempSync(join(tmpdir(), 'week-'));
const file = join(projectRoot(), 'docs/operations.md');
try {
  await startWeek(folder);
  const page = await operationsPage(readFileSync(file, 'utf8'), folder);
  writeFileSync(file, page);
  writeFileSync(join(projectRoot(), 'docs/session.svg'), sessionPicture(page));
} finally {
  rmSync(folder, { recursive: true });
}
