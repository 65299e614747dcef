import { existsSync } from 'node:fs';
import { projectRoot } from '../local/engine/projectRoot.js';

export { projectRoot };

/** The Pulumi project that commands are about: that of the shell's folder, else the one that comes with this package. */
export function projectFolder(): string {
  return existsSync('Pulumi.yaml') ? '.' : projectRoot();
}
