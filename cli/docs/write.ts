import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../projectRoot.js';
import { withMarkedPart } from './markedPart.js';
import { readRooms } from './rooms.js';
import { folderTable, roomTable } from './roomTables.js';

const rooms = readRooms();
write('docs/architecture.md', roomTable(rooms));
write('CONTRIBUTING.md', folderTable(rooms));

function write(page: string, text: string): void {
  const file = join(projectRoot(), page);
  writeFileSync(file, withMarkedPart(readFileSync(file, 'utf8'), text));
}
