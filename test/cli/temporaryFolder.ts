import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A folder of its own for each test of the surrounding `describe`. */
export function temporaryFolder(): { write(name: string, content: string | Buffer): string; readonly path: string } {
  let path = '';
  beforeEach(() => {
    path = mkdtempSync(join(tmpdir(), 'budgeteer-'));
  });
  afterEach(() => {
    rmSync(path, { recursive: true });
  });
  return {
    write: (name, content) => {
      writeFileSync(join(path, name), content);
      return join(path, name);
    },
    get path() {
      return path;
    },
  };
}
