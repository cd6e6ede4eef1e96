/** `jwt-policy completion`: scripts for shells, made of the commands as they are declared. */

import type { Command } from 'commander';
import { EXIT, type ExitCode } from '../terminal/exit-code.js';
import type { Terminal } from '../terminal/terminal.js';

/** The shells that are known. */
export type Shell = 'bash' | 'zsh' | 'fish';

interface Entry {
  readonly name: string;
  readonly about: string;
  readonly options: readonly Option[];
}

interface Option {
  readonly flag: string;
  readonly about: string;
  readonly choices: readonly string[];
}

/** Prints the script. */
export function completion(terminal: Terminal, shell: Shell, program: Command): ExitCode {
  const entries = program.commands.map(entryOf);
  const script = { bash, zsh, fish }[shell];
  terminal.out(`${script(entries).join('\n')}\n`);
  return EXIT.ok;
}

function entryOf(command: Command): Entry {
  return {
    name: command.name(),
    about: command.description(),
    options: [
      ...command.options.flatMap(({ long, description, argChoices }) =>
        typeof long === 'string' ? [{ flag: long, about: description, choices: argChoices ?? [] }] : [],
      ),
      { flag: '--help', about: 'display help for command', choices: [] },
    ],
  };
}

function bash(entries: readonly Entry[]): readonly string[] {
  const cases = entries.flatMap(({ name, options }) => [
    ...options.flatMap(({ flag, choices }) =>
      choices.length === 0 ? [] : [`    ${name}:${flag}) words="${choices.join(' ')}" ;;`],
    ),
    `    ${name}:*) words="${options.map(({ flag }) => flag).join(' ')}" ;;`,
  ]);
  return [
    '# jwt-policy completion bash',
    '_jwt_policy() {',
    '  local current="${COMP_WORDS[COMP_CWORD]}" previous="${COMP_WORDS[COMP_CWORD-1]}" words',
    '  case "${COMP_WORDS[1]}:$previous" in',
    ...cases,
    `    *) words="${entries.map(({ name }) => name).join(' ')} --help --version" ;;`,
    '  esac',
    '  COMPREPLY=($(compgen -W "$words" -- "$current"))',
    '}',
    'complete -o default -F _jwt_policy jwt-policy',
  ];
}

/** zsh takes the completions of bash. */
function zsh(entries: readonly Entry[]): readonly string[] {
  return [
    '# jwt-policy completion zsh',
    'autoload -U +X bashcompinit && bashcompinit',
    ...bash(entries).slice(1),
  ];
}

function fish(entries: readonly Entry[]): readonly string[] {
  const quoted = (text: string): string => `'${text.replaceAll("'", String.raw`\'`)}'`;
  return [
    '# jwt-policy completion fish',
    ...entries.flatMap(({ name, about, options }) => [
      `complete -c jwt-policy -n __fish_use_subcommand -a ${name} -d ${quoted(about)}`,
      ...options.map(({ flag, about: said, choices }) => {
        const values = choices.length === 0 ? '' : ` -x -a ${quoted(choices.join(' '))}`;
        return `complete -c jwt-policy -n '__fish_seen_subcommand_from ${name}' -l ${flag.slice(2)}${values} -d ${quoted(said)}`;
      }),
    ]),
  ];
}
