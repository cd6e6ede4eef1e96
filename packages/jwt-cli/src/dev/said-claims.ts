/** Claims and header parameters from a command line: `name=json`, or `name=text` where it is no JSON. */

import { UsageError } from '../terminal/exit-code.js';

/** In the order that was written; the last of one name counts. `without` leaves a claim out. */
export function saidMembers(
  option: string,
  said: readonly string[],
  without: readonly string[] = [],
): Readonly<Record<string, unknown>> {
  const written = said.map((text) => {
    const at = text.indexOf('=');
    if (at < 1) throw new UsageError(`${option}: expected name=json, such as scope='"payments:read"'.`);
    return [text.slice(0, at), valueOf(text.slice(at + 1))] as const;
  });
  return Object.fromEntries([...written, ...without.map((name) => [name, undefined] as const)]);
}

/** `--claim sub=alice` needs no quotes within quotes. */
function valueOf(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}
