/** One read of a source: the document and the files that it refers to, as they were at the same time. */

import { withDeadline } from '../../io/deadline.js';
import { fingerprintOfFile } from '../../io/file-fingerprint.js';
import { reasonOf } from '../../io/reason.js';
import { MAX_FILE_BYTES } from '../model/referenced-files.js';
import { parsePolicy, type Policy } from '../policy.js';
import type { PolicyContent, PolicySource } from './source.js';

/** There is no document to check. The message is a short reason. */
export class UnreadableError extends Error {
  override readonly name = 'UnreadableError';
}

/** What a policy was made from, so that the next read can tell whether anything has changed. */
export interface Origin {
  /** The source's name for the content. */
  readonly tag: string;
  /** What tells whether the files that the document refers to have changed, by absolute path. */
  readonly fingerprints: ReadonlyMap<string, string>;
}

/** A policy that was parsed and checked, and what it was made from. */
export interface PolicyRead {
  readonly policy: Policy;
  readonly origin: Origin;
}

/** The document and its files are read one after the other; they may be replaced in between. */
const MAX_ATTEMPTS = 3;

/**
 * Reads, parses and checks. Returns `known` where nothing has changed since.
 *
 * @throws {@link UnreadableError} where there is nothing to parse, {@link PolicyError} for what cannot be used.
 */
export async function readPolicy<Known extends Pick<PolicyRead, 'origin'>>(
  source: PolicySource,
  known: Known | undefined,
): Promise<PolicyRead | Known> {
  let content = await readContent(source, known?.origin.tag);
  if (known !== undefined && (content === undefined || content.tag === known.origin.tag)) {
    if (areUnchanged(known.origin.fingerprints)) return known;
    content ??= await readContent(source, undefined);
  }
  for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt += 1) {
    if (content === undefined)
      throw new UnreadableError('the source says "unchanged" without having been asked about a version');
    const { tag } = content;
    const policy = await parsePolicy(content.text, locationOf(content, source));
    const { fingerprints } = policy.files;
    if (fingerprints.size === 0) return { policy, origin: { tag, fingerprints } };
    const newer = await readContent(source, tag);
    if ((newer === undefined || newer.tag === tag) && areUnchanged(fingerprints)) {
      return { policy, origin: { tag, fingerprints } };
    }
    content = newer ?? (await readContent(source, undefined));
  }
  throw new UnreadableError('the document and the files that it refers to change all the time');
}

/** For one read, whatever the source does: after it, another one may begin. */
const DEADLINE_MS = 60_000;

/** A source may be code of the application: what it returns is checked, and what it throws has one type. */
async function readContent(
  source: PolicySource,
  tag: string | undefined,
): Promise<PolicyContent | undefined> {
  try {
    const content: unknown = await withDeadline(
      Promise.resolve(source.read(tag)), // a source in JavaScript may return without a promise
      DEADLINE_MS,
      'the source did not answer in time',
    );
    if (content === undefined || isContent(content)) return content;
  } catch (error) {
    throw new UnreadableError(reasonOf(error));
  }
  throw new UnreadableError('the source returned no text and tag');
}

function isContent(content: unknown): content is PolicyContent {
  if (typeof content !== 'object' || content === null) return false;
  return (
    'text' in content &&
    typeof content.text === 'string' &&
    'tag' in content &&
    typeof content.tag === 'string'
  );
}

/** A document from elsewhere has no folder: nothing in it may be relative to the one that this process runs in. */
function locationOf({ file }: PolicyContent, { location }: PolicySource): Parameters<typeof parsePolicy>[1] {
  return file === undefined ? { location } : { file };
}

/** Whether the files have the same content. One that cannot be read any more has changed: parsing then reports it. */
function areUnchanged(fingerprints: ReadonlyMap<string, string>): boolean {
  return [...fingerprints].every(
    ([path, fingerprint]) => fingerprintOfFile(path, MAX_FILE_BYTES) === fingerprint,
  );
}

/** Whether two policies were made from the same files, secrets included. */
export function haveSameFiles({ fingerprints: left }: Origin, { fingerprints: right }: Origin): boolean {
  return left.size === right.size && [...left].every(([path, each]) => right.get(path) === each);
}
