/** From text, a file or code to a checked policy. */

import { dirname, resolve } from 'node:path';
import { aText, readOptions, type OptionKinds } from '../options/read-options.js';
import { checkMeaning } from './checks/check.js';
import { digestOf } from './digest.js';
import { soundPart } from './checks/sound-part.js';
import type { PolicyDocument } from './document/document.js';
import { deepFreeze } from '../json/plain.js';
import { copyPlain } from './document/copy-plain.js';
import { atCallOf, PolicyError, type PolicyText } from './policy-error.js';
import { byPlace, DocumentPlace, type PolicyProblem } from './problem.js';
import { ConfigurationError } from '../options/configuration-error.js';
import { readReferencedFiles, type ReferencedFiles } from './model/referenced-files.js';
import { resolvePolicy } from './model/resolve.js';
import type { ResolvedPolicy } from './model/resolved-policy.js';
import { checkShape, checkShapeBesides, isProblems } from './document/shape.js';
import { checkTexts } from './document/check-texts.js';
import { readPolicyFile } from './text/policy-file.js';
import type { ParsedText, Place } from './text/text.js';
import { turn } from '../io/turn.js';

/** A policy document that was checked as a whole. Only {@link loadPolicy}, {@link parsePolicy}, {@link definePolicy} and {@link simplePolicy} make one. */
export class Policy {
  readonly document: PolicyDocument;
  /** What the document means: equal for two texts that say the same (RFC 8785, SHA-256). */
  readonly digest: string;
  /** The file, or `policy` where there is none. */
  readonly file: string;
  /** The folder that relative paths start from. */
  readonly directory: string | undefined;
  /** What the files held that the document refers to. */
  readonly files: ReferencedFiles;
  /** The document with its profiles applied, as plain data. */
  readonly model: ResolvedPolicy;
  readonly #text: ParsedText | undefined;

  /** @internal */
  constructor(document: PolicyDocument, digest: string, origin: Origin, { files, model }: Judged) {
    this.document = document;
    this.digest = digest;
    this.file = origin.source?.file ?? 'policy';
    this.directory = origin.directory;
    this.files = files;
    this.model = model;
    this.#text = origin.parsed;
  }

  /** Line and column of a JSON Pointer, where the policy came from text. */
  locate(pointer: string): Place | undefined {
    return this.#text?.locate(pointer);
  }
}

interface Origin {
  readonly source: PolicyText | undefined;
  readonly directory: string | undefined;
  readonly parsed: ParsedText | undefined;
}

/** Where a text comes from. */
export interface ParsePolicyOptions {
  /** The file's path: for messages, and as the start of relative paths in the document. */
  readonly file?: string;
  /** Where a text comes from that stands in no file here: for messages. Relative paths in it are an error. */
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
  const { parseText } = await import('./text/text.js'); // the YAML parser loads only where text is read
  const { file, location } = readOptions('parsePolicy', options, PARSE_OPTIONS);
  const source = { file: file ?? location ?? 'policy', text: text.replace(/^\uFEFF/u, '') };
  const parsed = await parseText(source.text);
  await turn();
  if (parsed.problems.length > 0) {
    throw new PolicyError(withShape(parsed), { ...source, hidden: parsed.hidden() });
  }
  return check(parsed.value, { source, parsed, directory: folderOf(file, location) });
}

/** What is wrong with the text, and with the shape of what could be read all the same. */
function withShape(parsed: ParsedText): readonly PolicyProblem[] {
  if (parsed.value === undefined) return parsed.problems;
  const texts = checkTexts(parsed.value);
  const beside = checkShapeBesides(parsed.value, [...parsed.problems, ...texts]);
  return [...parsed.problems, ...place([...texts, ...beside], parsed)].sort(byPlace);
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
 * A policy that is written in code. The same document, the same checks.
 *
 * @throws {@link PolicyError} with every problem.
 */
export function definePolicy(document: PolicyDocument): Policy {
  try {
    return define(document);
  } catch (error) {
    throw atCallOf(definePolicy, error);
  }
}

function define(document: PolicyDocument): Policy {
  const problems: PolicyProblem[] = [];
  const copy = copyPlain(document, problems);
  if (problems.length > 0) throw new PolicyError(problems, undefined);
  return check(copy, { source: undefined, parsed: undefined, directory: process.cwd() });
}

function check(value: unknown, origin: Origin): Policy {
  const fail = (problems: readonly PolicyProblem[]): never => {
    const { source, parsed } = origin;
    throw new PolicyError(place(problems, parsed), source && { ...source, hidden: parsed?.hidden() });
  };
  const texts = checkTexts(value);
  const shaped = texts.length > 0 ? [...texts, ...checkShapeBesides(value, texts)] : checkShape(value);
  if (isProblems(shaped)) {
    const sound = soundPart(value, shaped);
    return fail(sound === undefined ? shaped : [...shaped, ...judge(sound, origin).problems]);
  }
  const judged = judge(shaped, origin);
  if (judged.problems.length > 0) return fail(judged.problems);
  return new Policy(deepFreeze(shaped), digestOf(shaped, judged.files.named), origin, judged);
}

/** What a document of the right shape gets wrong, and the files that it refers to. */
function judge(document: PolicyDocument, origin: Origin): Judged {
  const problems: PolicyProblem[] = [];
  const root = new DocumentPlace([], problems);
  const files = readReferencedFiles(document, origin.directory, root);
  const model = resolvePolicy(document, files);
  checkMeaning(document, model, root, (pointer) => placeInWords(origin, pointer));
  return { files, model, problems };
}

interface Judged {
  readonly files: ReferencedFiles;
  readonly model: ResolvedPolicy;
  readonly problems: readonly PolicyProblem[];
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

function placeInWords(origin: Origin, pointer: string): string {
  const place = origin.parsed?.locate(pointer);
  return place === undefined ? pointer : `line ${String(place.line)}`;
}
