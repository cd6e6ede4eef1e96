/** `jwt-policy keys`. */

import { ConfigurationError, createVerifier, PolicyError, type Policy } from '@org/jwt-core';
import { defaultFile } from '../policy-files/default-file.js';
import { readPolicy } from '../policy-files/read-policy.js';
import { EXIT, UsageError, type ExitCode } from '../terminal/exit-code.js';
import type { Terminal } from '../terminal/terminal.js';
import { listed } from '../terminal/words.js';
import { issuerAlone } from './alone.js';
import { connection, inOptionWords, type Connection, type ConnectionOptions } from './connection.js';
import { isUsable, type IssuerKeys } from './issuer-keys.js';
import { keysAsJson, keysInWords } from './report.js';

/** The options of the command. */
export interface KeysOptions extends ConnectionOptions {
  readonly issuer?: string;
  readonly json: boolean;
}

/** As long as two of the longest fetches, in milliseconds. */
const DEADLINE_MS = 61_000;

/** Fetches the keys of each issuer, as a service would, and says what came. */
export async function keys(
  terminal: Terminal,
  file: string | undefined,
  options: KeysOptions,
): Promise<ExitCode> {
  const policy = await readPolicy(file ?? defaultFile(terminal.cwd), terminal);
  const names = namesOf(policy, options.issuer);
  const connected = await connection(options, terminal);
  const found = await Promise.all(names.map((name) => keysOf(policy, name, connected, terminal)));
  terminal.out(options.json ? keysAsJson(found) : keysInWords(found, terminal));
  return found.every(isUsable) ? EXIT.ok : EXIT.no;
}

function namesOf({ model, file }: Policy, wanted: string | undefined): readonly string[] {
  const names = Object.keys(model.issuers);
  if (wanted === undefined) return names;
  if (names.includes(wanted)) return [wanted];
  throw new UsageError(`There is no issuer "${wanted}": ${file} has ${listed(names)}.`);
}

/** One issuer by itself: a mistake of another one does not keep it from being asked. */
async function keysOf(
  policy: Policy,
  issuer: string,
  connected: Connection,
  { now }: Terminal,
): Promise<IssuerKeys> {
  try {
    const { policy: alone, service, leftOut } = await issuerAlone(policy, issuer);
    await using verifier = await createVerifier({
      policy: alone,
      service,
      clock: now,
      // What would be warned of is in the report.
      observers: [() => undefined],
      ...connected,
    });
    await verifier.warmUp({ deadlineMs: DEADLINE_MS });
    return { issuer, sources: verifier.describe().issuers, mistake: undefined, leftOut };
  } catch (error) {
    const nothing = { issuer, sources: [], leftOut: 0 };
    if (error instanceof ConfigurationError) return { ...nothing, mistake: inOptionWords(error.message) };
    // Its places are those of a document that was made here.
    if (error instanceof PolicyError) {
      return { ...nothing, mistake: error.problems.map(({ message }) => message).join(' ') };
    }
    throw error;
  }
}
