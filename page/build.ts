import { writeFileSync } from 'node:fs';
import { CLIENT_FILE, clientModule } from './clientModule.js';

writeFileSync(CLIENT_FILE, await clientModule());
