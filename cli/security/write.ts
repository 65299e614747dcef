import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../projectRoot.js';
import { loadStack } from '../start/loadStack.js';
import { securityPage, WITH_MORE } from './securityPage.js';

const file = join(projectRoot(), 'docs/security.md');
const { plan } = await loadStack('prod', undefined);
const { plan: more } = await loadStack('prod', undefined, WITH_MORE);
writeFileSync(file, securityPage(readFileSync(file, 'utf8'), plan, more));
