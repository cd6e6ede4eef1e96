/** Where a policy document comes from. */

import { ConfigurationError } from '../../options/configuration-error.js';

/**
 * Where a policy document comes from. The library has two, {@link filePolicySource} and {@link httpsPolicySource}; an
 * object store or a control plane is one of your own.
 */
export interface PolicySource {
  /** For messages and events: a path, or a URL without credentials and query. */
  readonly location: string;
  /** The longest time between two reads, in milliseconds: a change is in force within it. */
  readonly everyMs: number;
  /**
   * Reads the document; `undefined` where it is still the one with this tag. Rejects, with a short reason that may be
   * logged, when it cannot be read. It must come to an end.
   */
  read(tag: string | undefined): Promise<PolicyContent | undefined>;
  /**
   * Calls back when the document may have changed. Returns a function that ends it. Must not keep the process alive.
   */
  watch?(onChange: () => void): () => void;
}

/** What a source has read. */
export interface PolicyContent {
  readonly text: string;
  /** The path of the document's file: relative paths in it start from its folder. Absent for one from elsewhere. */
  readonly file?: string;
  /** What {@link PolicySource.read} is called with once this content is in force. Another content has another tag. */
  readonly tag: string;
}

/** The text of a document. Throws for what is not UTF-8. */
export function decodeDocument(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new Error('it is not UTF-8');
  }
}

/** Whether a value of the application is a source, as far as JavaScript can tell. */
export function isPolicySource(value: unknown): value is PolicySource {
  if (typeof value !== 'object' || value === null) return false;
  return 'read' in value && typeof value.read === 'function' && 'location' in value && 'everyMs' in value;
}

/** A timer that is set to more than this fires at once. */
const MAX_TIME_MS = 2_147_483_647;

/**
 * A time that a timer can be set to, in milliseconds.
 *
 * @throws {@link ConfigurationError} for anything else.
 */
export function checkTime(name: string, value: number, min = 1): number {
  if (Number.isFinite(value) && value >= min && value <= MAX_TIME_MS) return value;
  throw new ConfigurationError(
    `${name}: expected milliseconds from ${String(min)} to ${String(MAX_TIME_MS)}, found ${String(value)}.`,
  );
}
