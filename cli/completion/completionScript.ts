import type { Command } from 'commander';
import { UserError } from '../userError.js';

export const SHELLS = ['bash', 'zsh', 'fish'] as const;

/** What can follow a command: subcommands and options, as words of letters, digits and hyphens. */
interface Level {
  /** Names from the program down, with a space before each: `` for the program, ` config get`. */
  readonly path: string;
  readonly words: readonly string[];
}

/**
 * A script that completes the commands and options of a program. They stand in it, so that nothing that somebody has
 * typed is ever run; files complete as usual. Throws UserError for a shell that is not known.
 */
export function completionScript(program: Command, shell: string): string {
  const levels = levelsOf(program, '');
  switch (SHELLS.find((known) => known === shell)) {
    case 'bash':
      return bash(program.name(), levels);
    case 'zsh':
      return `autoload -U +X compinit && compinit\nautoload -U +X bashcompinit && bashcompinit\n${bash(program.name(), levels)}`;
    case 'fish':
      return fish(program.name(), levels);
    default:
      throw new UserError(`${shell}: not one of ${SHELLS.join(', ')}`);
  }
}

function levelsOf(command: Command, path: string): readonly Level[] {
  const options = command.options.flatMap(({ long }) => (long ? [long] : []));
  const words = [...command.commands.map((one) => one.name()), ...options, '--help'];
  return [{ path, words }, ...command.commands.flatMap((one) => levelsOf(one, `${path} ${one.name()}`))];
}

function bash(name: string, levels: readonly Level[]): string {
  const paths = levels.filter(({ path }) => path !== '').map(({ path }) => `"${path}"`);
  return [
    `_${name}() {`,
    '  local current="${COMP_WORDS[COMP_CWORD]}" path="" words="" word',
    '  for word in "${COMP_WORDS[@]:1:COMP_CWORD-1}"; do',
    '    case "$path $word" in',
    `      ${paths.join(' | ')}) path="$path $word" ;;`,
    '    esac',
    '  done',
    '  case "$path" in',
    ...levels.map(({ path, words }) => `    "${path}") words="${words.join(' ')}" ;;`),
    '  esac',
    '  COMPREPLY=($(compgen -W "$words" -- "$current"))',
    '}',
    `complete -o default -F _${name} ${name}`,
    '',
  ].join('\n');
}

function fish(name: string, levels: readonly Level[]): string {
  return levels
    .flatMap(({ path, words }) => {
      const names = path.split(' ').filter((part) => part !== '');
      const seen = names.map((part) => `__fish_seen_subcommand_from ${part}`).join('; and ');
      const condition = seen === '' ? '__fish_use_subcommand' : seen;
      return words.map((word) => {
        const what = word.startsWith('--') ? `-l ${word.slice(2)}` : `-f -a ${word}`;
        return `complete -c ${name} -n '${condition}' ${what}`;
      });
    })
    .concat('')
    .join('\n');
}
