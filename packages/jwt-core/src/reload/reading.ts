/** One read of a source: the document and the files that it refers to, as they were at one moment. */

import { readFile } from 'node:fs/promises';
import { sha256 } from '../policy/digest.js';
import { parsePolicy, type Policy } from '../policy/parse.js';
import type { PolicyContent, PolicySource } from './source.js';
import { reasonOf } from './policy-event.js';

/** There is no document to judge. The message is a short reason. */
export class UnreadableError extends Error {
  override readonly name = 'UnreadableError';
}

/** What a policy was made from, so that the next read can tell whether anything has changed. */
export interface Origin {
  /** The source's name for the content. */
  readonly tag: string;
  /** SHA-256 of the files that the document refers to, by absolute path. */
  readonly hashes: ReadonlyMap<string, string>;
}

/** A policy that was parsed and checked, and what it was made from. */
export interface PolicyRead {
  readonly policy: Policy;
  readonly origin: Origin;
}

/** The document and its files are read one after the other; a deployment may come in between. So many times. */
const MOST_ATTEMPTS = 3;

/**
 * Reads, parses and checks. `undefined` where nothing has changed since `known`.
 *
 * @throws {@link UnreadableError} where there is nothing to parse, {@link PolicyError} for what cannot be used.
 */
export async function readPolicy(
  source: PolicySource,
  known: Origin | undefined,
): Promise<PolicyRead | undefined> {
  let content = await readContent(source, known?.tag);
  if (known !== undefined && (content === undefined || content.tag === known.tag)) {
    if (await areUnchanged(known.hashes)) return undefined;
    content ??= await readContent(source, undefined);
  }
  for (let attempt = 0; attempt < MOST_ATTEMPTS; attempt += 1) {
    if (content === undefined)
      throw new UnreadableError('the source says "unchanged" of what it was not asked about');
    const { tag } = content;
    const policy = await parsePolicy(content.text, placeOf(content, source));
    const { hashes } = policy.files;
    if (hashes.size === 0) return { policy, origin: { tag, hashes } };
    const newer = await readContent(source, tag);
    if ((newer === undefined || newer.tag === tag) && (await areUnchanged(hashes))) {
      return { policy, origin: { tag, hashes } };
    }
    content = newer ?? (await readContent(source, undefined));
  }
  throw new UnreadableError('the document and the files that it refers to change all the time');
}

/** A source may be the application's own code: what it says is looked at, and what it throws has one name. */
async function readContent(
  source: PolicySource,
  tag: string | undefined,
): Promise<PolicyContent | undefined> {
  try {
    const content: unknown = await source.read(tag);
    if (content === undefined || isContent(content)) return content;
  } catch (error) {
    throw new UnreadableError(reasonOf(error));
  }
  throw new UnreadableError('the source gave no text and tag');
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
function placeOf({ file }: PolicyContent, { location }: PolicySource): Parameters<typeof parsePolicy>[1] {
  return file === undefined ? { location } : { file };
}

/** Whether the files still hold what they held. One that cannot be read has changed: parsing says what is wrong. */
async function areUnchanged(hashes: ReadonlyMap<string, string>): Promise<boolean> {
  for (const [path, hash] of hashes) {
    const content = await readFile(path, 'utf8').catch(() => undefined);
    if (content === undefined || sha256(content) !== hash) return false;
  }
  return true;
}
