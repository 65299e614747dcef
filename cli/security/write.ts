import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../projectRoot.js';
import { loadStack } from '../start/loadStack.js';
import { permissionsPage, WITH_MORE } from './permissionsPage.js';

const file = join(projectRoot(), 'docs/permissions.md');
const { plan } = await loadStack('prod', undefined);
const { plan: more } = await loadStack('prod', undefined, WITH_MORE);
writeFileSync(file, permissionsPage(readFileSync(file, 'utf8'), plan, more));
