import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../projectRoot.js';
import { dashboardPictures } from './pictures.js';

for (const [file, svg] of dashboardPictures()) writeFileSync(join(projectRoot(), 'docs/dashboards', file), svg);
