/** A policy document in a file that is replaced, edited, or mounted from a ConfigMap. */

import { isAbsolute, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { aNumber, readOptions, type OptionKinds } from '../../options/read-options.js';
import { readBoundedFileLater, whyUnreadable } from '../../io/bounded-file.js';
import { sha256 } from '../digest.js';
import { FileWatch } from './file-watch.js';
import { atCallOf, PolicyError } from '../policy-error.js';
import { assertPath, MAX_DOCUMENT_BYTES } from '../policy-file.js';
import { checkTime, decodeDocument, type PolicyContent, type PolicySource } from './source.js';

/** How a file is watched. */
export interface FilePolicySourceOptions {
  /**
   * The longest time between two looks at the file, in milliseconds; 10 seconds by default. The system reports most
   * changes at once, but not on every network file system, and not where no watches are left.
   */
  readonly everyMs?: number;
  /**
   * For how long a changed file must not change again before it is used, in milliseconds; 100 by default. Raise it
   * where a slow writer writes in place.
   */
  readonly settleMs?: number;
}

const FILE_OPTIONS: OptionKinds<FilePolicySourceOptions> = { everyMs: aNumber, settleMs: aNumber };

/**
 * A policy file. It may be replaced (`mv`), edited in place, or be a symbolic link that is turned (ConfigMap).
 *
 * @throws {@link PolicyError} without a path, {@link ConfigurationError} for an option that is unknown or of a wrong
 * type, and a time that a timer cannot be set to.
 */
export function filePolicySource(file: string, options: FilePolicySourceOptions = {}): PolicySource {
  try {
    return openFile(file, options);
  } catch (error) {
    throw atCallOf(filePolicySource, error);
  }
}

function openFile(file: string, options: FilePolicySourceOptions): PolicySource {
  assertPath('filePolicySource', file);
  if (typeof file !== 'string' || file === '') {
    const message = 'Expected the path of a policy file. Is an environment variable unset?';
    throw new PolicyError([{ code: 'unreadable', pointer: '', message }], undefined);
  }
  const { everyMs = 10_000, settleMs = 100 } = readOptions('filePolicySource', options, FILE_OPTIONS);
  return new FilePolicySource(file, checkTime('everyMs', everyMs), checkTime('settleMs', settleMs));
}

/** After these, the writer has not come to an end. */
const MAX_PAUSES = 40;

class FilePolicySource implements PolicySource {
  readonly location: string;
  readonly everyMs: number;
  /** Where a relative path starts from. `undefined` for an absolute one. */
  readonly #startsFrom: string | undefined;
  readonly #settleMs: number;
  readonly #watches = new Set<FileWatch>();

  constructor(file: string, everyMs: number, settleMs: number) {
    this.location = resolve(file);
    this.#startsFrom = isAbsolute(file) ? undefined : process.cwd();
    this.everyMs = everyMs;
    this.#settleMs = settleMs;
  }

  async read(tag: string | undefined): Promise<PolicyContent | undefined> {
    // Before the file is read: a later change is then reported.
    await Promise.all([...this.#watches].map((watch) => watch.renew()));
    const seen = await this.#look();
    if (seen.hash === tag) return undefined;
    const settled = await this.#settle(seen);
    if (settled.hash === tag) return undefined;
    return { text: decodeDocument(settled.bytes), file: this.location, tag: settled.hash };
  }

  watch(onChange: () => void): () => void {
    const watch = new FileWatch(this.location, onChange);
    this.#watches.add(watch);
    return () => {
      this.#watches.delete(watch);
      watch.close();
    };
  }

  /**
   * Half of a YAML document is often a valid document that asks for less. So a file that may still be written to is not
   * used: two looks must see the same, with no write between them.
   */
  async #settle(first: Look): Promise<Look> {
    let before = first;
    for (let pauses = 0; pauses < MAX_PAUSES; pauses += 1) {
      await pause(this.#settleMs);
      const now = await this.#look();
      if (now.hash === before.hash && now.writtenNs === before.writtenNs) return now;
      before = now;
    }
    throw new Error('it changes all the time');
  }

  async #look(): Promise<Look> {
    try {
      return await look(this.location);
    } catch (cause) {
      const start = this.#startsFrom;
      const hint = start === undefined ? '' : ` (a relative path starts from ${start})`;
      throw new Error(`${whyUnreadable(cause)}${hint}`, { cause });
    }
  }
}

interface Look {
  readonly bytes: Uint8Array;
  readonly hash: string;
  readonly writtenNs: bigint;
}

async function look(path: string): Promise<Look> {
  const { bytes, writtenNs } = await readBoundedFileLater(path, MAX_DOCUMENT_BYTES);
  return { bytes, hash: sha256(bytes), writtenNs };
}
