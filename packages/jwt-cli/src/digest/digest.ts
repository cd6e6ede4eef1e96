/** `jwt-policy digest`. */

import { defaultFile } from '../policy-files/default-file.js';
import { readPolicy } from '../policy-files/read-policy.js';
import { EXIT, type ExitCode } from '../terminal/exit-code.js';
import type { Terminal } from '../terminal/terminal.js';

/** One line for each policy, as `sha256sum` writes it. */
export async function digest(
  terminal: Terminal,
  named: readonly string[],
  { json }: { readonly json: boolean },
): Promise<ExitCode> {
  const sources = named.length > 0 ? named : [defaultFile(terminal.cwd)];
  const digests = [];
  for (const source of sources) {
    const { digest: of, document } = await readPolicy(source, terminal);
    const { name, revision = null } = document.metadata;
    digests.push({ file: source, digest: of, name, revision });
  }
  if (json) terminal.out(`${JSON.stringify(digests, undefined, 2)}\n`);
  else terminal.out(digests.map(({ file, digest: of }) => `${of}  ${file}\n`).join(''));
  return EXIT.ok;
}
