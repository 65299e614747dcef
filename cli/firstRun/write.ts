import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../projectRoot.js';
import { checklistPage } from './checklistPage.js';

const docs = join(projectRoot(), 'docs');
const file = join(docs, 'first-deployment.md');
writeFileSync(file, checklistPage(readFileSync(file, 'utf8'), readdirSync(join(docs, 'decisions'))));
