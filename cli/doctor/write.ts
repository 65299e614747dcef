import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../projectRoot.js';
import { doctorPage } from './doctorPage.js';

const file = join(projectRoot(), 'docs/doctor.md');
writeFileSync(file, doctorPage(readFileSync(file, 'utf8')));
