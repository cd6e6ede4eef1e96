/** From text, a file or code to a checked policy. */

import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { checkMeaning } from './check.js';
import { digestOf, sha256 } from './digest.js';
import type { PolicyDocument } from './document.js';
import { copyPlain } from './plain.js';
import { pointerTo, PolicyError, type PolicyProblem, type PolicyText } from './problems.js';
import { checkShape } from './shape.js';
import type { ParsedText, Place } from './text.js';

/** A policy document that was checked as a whole. Only {@link loadPolicy}, {@link parsePolicy}, {@link definePolicy} and {@link simplePolicy} make one. */
export class Policy {
  readonly document: PolicyDocument;
  /** What the document means: equal for two texts that say the same (RFC 8785, SHA-256). */
  readonly digest: string;
  /** The file, or `policy` where there is none. */
  readonly file: string;
  /** The folder that relative paths of secrets start from. */
  readonly directory: string;
  /** The content of every key file that the document refers to, by issuer name. */
  readonly keyFiles: ReadonlyMap<string, string>;
  readonly #text: ParsedText | undefined;

  /** @internal */
  constructor(
    document: PolicyDocument,
    digest: string,
    origin: Origin,
    keyFiles: ReadonlyMap<string, string>,
  ) {
    this.document = document;
    this.digest = digest;
    this.file = origin.source?.file ?? 'policy';
    this.directory = origin.directory;
    this.keyFiles = keyFiles;
    this.#text = origin.parsed;
  }

  /** Line and column of a JSON Pointer, where the policy came from text. */
  locate(pointer: string): Place | undefined {
    return this.#text?.locate(pointer);
  }
}

interface Origin {
  readonly source: PolicyText | undefined;
  readonly directory: string;
  readonly parsed: ParsedText | undefined;
}

/** Where a text comes from. */
export interface ParsePolicyOptions {
  /** The file's path: for messages, and as the start of relative paths in the document. */
  readonly file?: string;
}

/**
 * Reads and checks a policy document, in YAML 1.2 or JSON.
 *
 * @throws {@link PolicyError} with every problem and its place.
 */
export async function parsePolicy(text: string, options: ParsePolicyOptions = {}): Promise<Policy> {
  const { parseText } = await import('./text.js'); // the YAML parser loads only where text is read
  const source = { file: options.file ?? 'policy', text };
  const parsed = parseText(text);
  if (parsed.problems.length > 0) throw new PolicyError(parsed.problems, source);
  const directory = options.file === undefined ? process.cwd() : dirname(resolve(options.file));
  return check(parsed.value, { source, parsed, directory });
}

/**
 * Reads and checks a policy file.
 *
 * @throws {@link PolicyError} with every problem and its place; also when the file cannot be read.
 */
export async function loadPolicy(file: string): Promise<Policy> {
  if (typeof file !== 'string' || file === '') {
    throw unreadable('policy', 'Expected the path of a policy file. Is an environment variable unset?');
  }
  const bytes = await readFile(file).catch((error: unknown) => {
    throw unreadable(file, `The file cannot be read from ${process.cwd()}: ${reasonOf(error)}.`);
  });
  return parsePolicy(decode(bytes, file), { file });
}

function decode(bytes: Uint8Array, file: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw unreadable(file, 'The file is not UTF-8.');
  }
}

function unreadable(file: string, message: string): PolicyError {
  return new PolicyError([{ code: 'unreadable', pointer: '', message }], { file, text: '' });
}

function reasonOf(error: unknown): string {
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
  if (code === 'ENOENT') return 'there is no such file';
  if (code === 'EISDIR') return 'it is a directory';
  return typeof code === 'string' ? code : 'unknown reason';
}

/**
 * A policy that is written in code. The same document, the same checks.
 *
 * @throws {@link PolicyError} with every problem.
 */
export function definePolicy(document: PolicyDocument): Policy {
  const problems: PolicyProblem[] = [];
  const copy = copyPlain(document, problems);
  if (problems.length > 0) throw new PolicyError(problems, undefined);
  return check(copy, { source: undefined, parsed: undefined, directory: process.cwd() });
}

function check(value: unknown, origin: Origin): Policy {
  const fail = (problems: readonly PolicyProblem[]): never => {
    throw new PolicyError(place(problems, origin.parsed), origin.source);
  };
  const shaped = checkShape(value);
  if (isProblems(shaped)) return fail(shaped);
  const problems = [...checkMeaning(shaped, (pointer) => placeInWords(origin, pointer))];
  const keyFiles = readKeyFiles(shaped, origin.directory, problems);
  if (problems.length > 0) return fail(problems);
  const hashes = Object.fromEntries([...keyFiles].map(([issuer, content]) => [issuer, sha256(content)]));
  return new Policy(deepFreeze(shaped), digestOf(shaped, hashes), origin, keyFiles);
}

/** Where a key is the mistake, its place is the key's. In the order of the text. */
function place(problems: readonly PolicyProblem[], parsed: ParsedText | undefined): readonly PolicyProblem[] {
  if (parsed === undefined) return problems;
  return problems
    .map((problem) => ({
      ...problem,
      ...parsed.locate(problem.pointer, KEY_PROBLEMS.has(problem.code) ? 'key' : 'value'),
    }))
    .sort((left, right) => left.line - right.line || left.column - right.column);
}

const KEY_PROBLEMS: ReadonlySet<string> = new Set(['unknown_key', 'not_supported_yet']);

function isProblems(shaped: PolicyDocument | readonly PolicyProblem[]): shaped is readonly PolicyProblem[] {
  return Array.isArray(shaped);
}

function placeInWords(origin: Origin, pointer: string): string {
  const place = origin.parsed?.locate(pointer);
  return place === undefined ? pointer : `line ${String(place.line)}`;
}

function readKeyFiles(
  document: PolicyDocument,
  directory: string,
  problems: PolicyProblem[],
): ReadonlyMap<string, string> {
  const contents = new Map<string, string>();
  for (const [name, issuer] of Object.entries(document.issuers)) {
    if (issuer.keys.file === undefined) continue;
    const path = resolve(directory, issuer.keys.file);
    try {
      contents.set(name, readFileSync(path, 'utf8'));
    } catch (error) {
      const pointer = pointerTo(['issuers', name, 'keys', 'file']);
      problems.push({ code: 'unreadable', pointer, message: `${path} cannot be read: ${reasonOf(error)}.` });
    }
  }
  return contents;
}

function deepFreeze<Value>(value: Value): Value {
  if (typeof value === 'object' && value !== null) Object.values(Object.freeze(value)).forEach(deepFreeze);
  return value;
}
