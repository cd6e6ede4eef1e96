import { Argument } from 'commander';
import type { Shell } from '../completion/completion.js';
import type { CliCommand } from './command.js';

export const completion: CliCommand = {
  name: 'completion',
  about: 'Print a script that completes commands and options in a shell',
  examples: [
    ['eval "$(jwt-policy completion bash)"', 'in ~/.bashrc'],
    ['jwt-policy completion fish > ~/.config/fish/completions/jwt-policy.fish', 'once'],
  ],
  declare(command, act) {
    command
      .addArgument(new Argument('<shell>').choices(['bash', 'zsh', 'fish']))
      .action((shell: Shell) =>
        act(async (terminal) =>
          (await import('../completion/completion.js')).completion(
            terminal,
            shell,
            command.parent ?? command,
          ),
        ),
      );
  },
};
