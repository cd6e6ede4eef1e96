/** From text, a file or code to a checked policy. */

import { dirname, resolve } from 'node:path';
import { turn } from '../io/turn.js';
import { deepFreeze } from '../json/plain.js';
import { ConfigurationError } from '../options/configuration-error.js';
import { loadPart } from '../options/load-part.js';
import { aText, readOptions, type OptionKinds } from '../options/read-options.js';
import { checkMeaning } from './checks/check.js';
import { soundPart } from './checks/sound-part.js';
import { digestOf } from './digest.js';
import { checkTexts } from './document/check-texts.js';
import { copyPlain } from './document/copy-plain.js';
import type { PolicyDocument } from './document/document.js';
import { checkShape, checkShapeBesides, isProblems } from './document/shape.js';
import { readReferencedFiles, type ReferencedFiles } from './model/referenced-files.js';
import { resolvePolicy } from './model/resolve.js';
import type { ResolvedPolicy } from './model/resolved-policy.js';
import { atCallOf, PolicyError, type PolicyText } from './policy-error.js';
import { readPolicyFile } from './policy-file.js';
import { byPlace, DocumentPlace, type PolicyProblem } from './problem.js';
import { excerpt } from './excerpt.js';
import { Lines, type Place } from './text/lines.js';
import type { ParsedText } from './text/text.js';
import type { TypedDocument } from './typed-document.js';

/**
 * A policy document that was checked as a whole. Only {@link loadPolicy}, {@link parsePolicy}, {@link definePolicy} and
 * {@link simplePolicy} make one. `Operation` is the type of its operations' names, where it was made in code.
 */
export class Policy<Operation extends string = string> {
  /** For the compiler alone: no policy has such a member. */
  declare readonly operationName?: Operation;
  readonly document: PolicyDocument;
  /** What the document means: equal for two texts that say the same (RFC 8785, SHA-256). */
  readonly digest: string;
  /** The file, or `policy` where there is none. */
  readonly file: string;
  /** The folder that relative paths start from. */
  readonly directory: string | undefined;
  /** The content of the files that the document refers to. */
  readonly files: ReferencedFiles;
  /** The document with its profiles applied, as plain data. */
  readonly model: ResolvedPolicy;
  readonly #text: ParsedText | undefined;
  readonly #source: PolicyText | undefined;

  /** @internal */
  constructor(document: PolicyDocument, digest: string, origin: Origin, { files, model }: Meaning) {
    this.document = document;
    this.digest = digest;
    this.file = origin.source?.file ?? 'policy';
    this.directory = origin.directory;
    this.files = files;
    this.model = model;
    this.#text = origin.parsed;
    this.#source = origin.source;
  }

  /** Line and column of a JSON Pointer, where the policy came from text. */
  locate(pointer: string): Place | undefined {
    return this.#text?.locate(pointer);
  }

  /** The line of a JSON Pointer with a caret under the place, for a terminal; empty where a secret may be. */
  excerpt(pointer: string): readonly string[] {
    if (this.#text === undefined || this.#source === undefined) return [];
    return excerpt(new Lines(this.#source.text), this.#text.locate(pointer), this.#text.hidden);
  }
}

interface Origin {
  readonly source: PolicyText | undefined;
  readonly directory: string | undefined;
  readonly parsed: ParsedText | undefined;
}

/** The location of a text. */
export interface ParsePolicyOptions {
  /** The file's path: for messages, and as the start of relative paths in the document. */
  readonly file?: string;
  /** The location of a text that is not in a local file: for messages. Relative paths in it are an error. */
  readonly location?: string;
}

const PARSE_OPTIONS: OptionKinds<ParsePolicyOptions> = { file: aText, location: aText };

/**
 * Reads and checks a policy document, in YAML 1.2 or JSON.
 *
 * @throws {@link PolicyError} with every problem and its place.
 */
export async function parsePolicy(text: string, options: ParsePolicyOptions = {}): Promise<Policy> {
  try {
    return await parse(text, options);
  } catch (error) {
    throw atCallOf(parsePolicy, error);
  }
}

async function parse(text: string, options: ParsePolicyOptions): Promise<Policy> {
  if (typeof text !== 'string') {
    throw new ConfigurationError(
      'parsePolicy expects the text of a policy as a string: decode bytes as UTF-8.',
    );
  }
  // The YAML parser loads only where text is read.
  const { parseText } = await loadPart('reads YAML', () => import('./text/text.js'));
  const { file, location } = readOptions('parsePolicy', options, PARSE_OPTIONS);
  const source = { file: file ?? location ?? 'policy', text: text.replace(/^\uFEFF/u, '') };
  const parsed = await parseText(source.text);
  await turn();
  if (parsed.problems.length > 0) {
    throw new PolicyError(withShape(parsed), { ...source, hidden: parsed.hidden });
  }
  return check(parsed.value, { source, parsed, directory: folderOf(file, location) });
}

/** The problems of the text, and of the shape of what could be read all the same. */
function withShape(parsed: ParsedText): readonly PolicyProblem[] {
  if (parsed.value === undefined) return parsed.problems;
  const texts = checkTexts(parsed.value);
  const beside = checkShapeBesides(parsed.value, [...parsed.problems, ...texts]);
  return [...parsed.problems, ...withPlaces([...texts, ...beside], parsed)].sort(byPlace);
}

function folderOf(file: string | undefined, location: string | undefined): string | undefined {
  if (file !== undefined) return dirname(resolve(file));
  return location === undefined ? process.cwd() : undefined;
}

/**
 * Reads and checks a policy file.
 *
 * @throws {@link PolicyError} with every problem and its place; also when the file cannot be read.
 */
export async function loadPolicy(file: string): Promise<Policy> {
  try {
    return await parsePolicy(await readPolicyFile(file), { file });
  } catch (error) {
    throw atCallOf(loadPolicy, error);
  }
}

/**
 * A policy that is written in code. The same document, the same checks. The names of its operations become part of its
 * type: a verifier that is made of it knows no others.
 *
 * @throws {@link PolicyError} with every problem.
 */
export function definePolicy<Operation extends string>(
  document: TypedDocument<Operation>,
): Policy<Operation> {
  try {
    return define(document);
  } catch (error) {
    throw atCallOf(definePolicy, error);
  }
}

function define(document: unknown): Policy<never> {
  const problems: PolicyProblem[] = [];
  const copy = copyPlain(document, problems);
  if (problems.length > 0) throw new PolicyError(problems, undefined);
  return check(copy, { source: undefined, parsed: undefined, directory: process.cwd() });
}

function check(value: unknown, origin: Origin): Policy<never> {
  const texts = checkTexts(value);
  const shaped = texts.length > 0 ? [...texts, ...checkShapeBesides(value, texts)] : checkShape(value);
  if (isProblems(shaped)) {
    const sound = soundPart(value, shaped);
    return reject(sound === undefined ? shaped : [...shaped, ...readMeaning(sound, origin).problems], origin);
  }
  const meaning = readMeaning(shaped, origin);
  if (meaning.problems.length > 0) return reject(meaning.problems, origin);
  return new Policy(deepFreeze(shaped), digestOf(shaped, meaning.files.named), origin, meaning);
}

function reject(problems: readonly PolicyProblem[], { source, parsed }: Origin): never {
  throw new PolicyError(withPlaces(problems, parsed), source && { ...source, hidden: parsed?.hidden });
}

/** What a document of the right shape means, and what it gets wrong all the same. */
interface Meaning {
  readonly files: ReferencedFiles;
  readonly model: ResolvedPolicy;
  readonly problems: readonly PolicyProblem[];
}

function readMeaning(document: PolicyDocument, origin: Origin): Meaning {
  const problems: PolicyProblem[] = [];
  const root = new DocumentPlace([], problems);
  const files = readReferencedFiles(document, origin.directory, root);
  const model = resolvePolicy(document, files);
  checkMeaning(document, model, root, (pointer) => placeInWords(pointer, origin));
  return { files, model, problems };
}

/** In the order of the text, where there is one. Where a key is the mistake, its place is the key's. */
function withPlaces(
  problems: readonly PolicyProblem[],
  parsed: ParsedText | undefined,
): readonly PolicyProblem[] {
  if (parsed === undefined) return problems;
  const placed = problems.map((problem) => {
    const part = KEY_PROBLEMS.has(problem.code) ? 'key' : 'value';
    return { ...problem, ...parsed.locate(problem.pointer, part) };
  });
  return placed.sort(byPlace);
}

const KEY_PROBLEMS: ReadonlySet<string> = new Set(['unknown_key', 'not_supported_yet']);

function placeInWords(pointer: string, { parsed }: Origin): string {
  return parsed === undefined ? pointer : `line ${String(parsed.locate(pointer).line)}`;
}
