import { readdirSync } from 'node:fs';
import { join } from 'node:path';

const FOLDERS = ['docs', 'prices', 'bench', 'examples', '.github'];

/** Every page of Markdown that people read, by its path from the project's folder. */
export function pagesOfProject(): readonly string[] {
  const atTop = readdirSync('.').filter(isPage);
  return [...atTop, ...FOLDERS.flatMap(pagesBelow)];
}

function pagesBelow(folder: string): readonly string[] {
  try {
    const files = readdirSync(folder, { recursive: true, encoding: 'utf8' });
    return files.filter((file) => isPage(file) && !file.includes('node_modules')).map((file) => join(folder, file));
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    throw error;
  }
}

function isPage(file: string): boolean {
  return file.endsWith('.md');
}
