import { writeFileSync } from 'node:fs';
import { messagesPage } from './messagesPage.js';

writeFileSync('docs/messages.md', messagesPage());
