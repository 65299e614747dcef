import type { Rooms } from './rooms.js';

/** For docs/architecture.md: a row for each room. `domain/*` is the files at the root of a folder with rooms. */
export function roomTable({ rooms }: Rooms): string {
  const hasRooms = (name: string): boolean => rooms.some((other) => other.name.startsWith(`${name}/`));
  const named = (name: string): string => (hasRooms(name) ? `${name}/*` : shown(name));
  const rows = rooms.map(({ name, holds, imports, packages }) => [
    code(named(name)),
    holds,
    listed(imports.map(named)),
    packages.map(code).join(', '),
  ]);
  return table(['room', 'holds', 'may import', 'packages'], rows);
}

/** For CONTRIBUTING.md: a row for each top-level folder; what it may import is what any of its rooms may. */
export function folderTable({ folders, rooms }: Rooms): string {
  const rows = Object.entries(folders).map(([folder, holds]) => {
    const own = rooms.filter(({ name }) => topOf(name) === folder);
    const others = own.flatMap(({ imports }) => imports).filter((name) => topOf(name) !== folder);
    const allowed = own.length === 0 ? 'all' : listed(inShort(others));
    return [code(shown(folder)), String(holds), allowed];
  });
  return table(['folder', 'holds', 'may import'], rows);
}

/** More than three rooms of a folder are named by the folder. */
function inShort(names: readonly string[]): readonly string[] {
  const distinct = [...new Set(names)];
  return [...new Set(distinct.map(topOf))].flatMap((top) => {
    const rooms = distinct.filter((name) => topOf(name) === top);
    const isWhole = rooms.length > 3 || rooms.some((name) => name === top || name.endsWith('/**'));
    return isWhole ? [`${top}/`] : rooms.map(shown);
  });
}

function shown(name: string): string {
  return isFile(name) ? name : `${name.replace('/**', '')}/`;
}

function topOf(name: string): string {
  return name.split('/')[0] ?? name;
}

function isFile(name: string): boolean {
  return name.endsWith('.ts');
}

function listed(names: readonly string[]): string {
  return names.length === 0 ? 'nothing' : names.map(code).join(', ');
}

function code(text: string): string {
  return `\`${text}\``;
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}
