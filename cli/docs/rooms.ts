import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { arrayAt, isObject, objectAt, stringAt } from '../../domain/json.js';
import { projectRoot } from '../projectRoot.js';

/** A folder whose imports the linter fences, as rooms.json has it. */
export interface Room {
  readonly name: string;
  readonly holds: string;
  /** Names of rooms; `domain/**` is all rooms of the domain. */
  readonly imports: readonly string[];
  readonly packages: readonly string[];
}

export interface Rooms {
  /** What a top-level folder holds, by its name. */
  readonly folders: Readonly<Record<string, unknown>>;
  readonly rooms: readonly Room[];
}

export function readRooms(): Rooms {
  const file: unknown = JSON.parse(readFileSync(join(projectRoot(), 'rooms.json'), 'utf8'));
  const rooms = Object.entries(objectAt(file, 'rooms')).map(([name, room]) => roomOf(name, room));
  return { folders: objectAt(file, 'folders'), rooms };
}

function roomOf(name: string, room: unknown): Room {
  const holds = isObject(room) ? stringAt(room, 'holds') : undefined;
  if (holds === undefined) throw new TypeError(`rooms.json: ${name} does not say what it holds`);
  return { name, holds, imports: textsAt(room, 'imports'), packages: textsAt(room, 'packages') };
}

function textsAt(room: unknown, key: string): readonly string[] {
  return arrayAt(room, key).filter((one) => typeof one === 'string');
}
