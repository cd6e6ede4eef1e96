/** Text → plain value, strictly: one document, no aliases, anchors, tags or duplicate keys, and a place for everything. */

import { isAlias, isMap, isScalar, isSeq, LineCounter, parseDocument } from 'yaml';
import type { Document, Pair, YAMLParseError } from 'yaml';
import { findDeepNesting } from './nesting.js';
import { DEEPEST, FORBIDDEN_KEYS, isExact } from './plain.js';
import { pointerTo, type Path, type PolicyProblem, type PolicyProblemCode } from './problems.js';

/** A line and a column, both from 1. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

/** What a text says, and where. */
export interface ParsedText {
  readonly value: unknown;
  readonly problems: readonly PolicyProblem[];
  /** The place of a JSON Pointer's value (or its key), or of the nearest thing around it. */
  locate(pointer: string, part?: 'value' | 'key'): Place;
}

const LONGEST_TEXT = 1_048_576;

/** Reads YAML 1.2 or JSON. Never throws on bad text: what is wrong is in `problems`. */
export function parseText(text: string): ParsedText {
  const early = refuseEarly(text);
  if (early !== undefined) return unparsed(early);
  const lines = new LineCounter();
  const document = compose(isJson(text) ? text.replaceAll('\t', ' ') : text, lines);
  if (document === undefined)
    return unparsed(at('syntax', 'This is nested too deeply to be a policy document.', 1, 1));
  const [error] = document.errors; // the first one: those behind it mostly follow from it
  if (error !== undefined) {
    const { line, col } = lines.linePos(error.pos[0]);
    return unparsed(at('syntax', inOneSentence(error, text.split('\n')[line - 1] ?? ''), line, col));
  }
  if (document.contents === null) return unparsed(at('syntax', 'The document is empty.', 1, 1));
  const reader = new Reader(lines);
  const value = reader.read(document.contents, [], document.contents);
  return { value, problems: reader.problems, locate: (pointer, part) => reader.locate(pointer, part) };
}

function refuseEarly(text: string): PolicyProblem | undefined {
  if (text.length > LONGEST_TEXT) {
    return at('syntax', `A policy document has at most ${String(LONGEST_TEXT)} characters.`, 1, 1);
  }
  if (text.trim() === '') return at('syntax', 'The document is empty.', 1, 1);
  if (!text.isWellFormed()) {
    return at('syntax', 'The document is not well-formed UTF-8.', 1, 1);
  }
  const deep = findDeepNesting(text);
  if (deep === undefined) return undefined;
  const lines = text.slice(0, deep).split('\n');
  return at(
    'syntax',
    'This is nested too deeply to be a policy document.',
    lines.length,
    (lines.at(-1) ?? '').length + 1,
  );
}

/** JSON may be indented by tabs, which YAML forbids: outside strings they are only white space. */
function isJson(text: string): boolean {
  if (!/^\s*\{/u.test(text)) return false;
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** The library recurses: text that nests beyond all reason ends in a RangeError. */
function compose(text: string, lineCounter: LineCounter): Document | undefined {
  try {
    return parseDocument(text, {
      lineCounter,
      uniqueKeys: false,
      version: '1.2',
      schema: 'core',
      merge: false,
    });
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

const SENTENCES: Readonly<Record<string, string>> = {
  TAB_AS_INDENT: 'A tab stands where YAML wants spaces: indent with spaces.',
  MULTIPLE_DOCS: 'A second document starts here: a policy is exactly one document.',
};

function inOneSentence({ code, message }: Pick<YAMLParseError, 'code' | 'message'>, line: string): string {
  if (/\{.*\broute:\s*[^"'\s]+ [^"',]*\{/u.test(line)) {
    return 'Inside { … }, a route with {parameters} needs quotes: route: "GET /orders/{id}".';
  }
  const first = message.split(/ at line \d|\n/u)[0] ?? message;
  return SENTENCES[code] ?? `This is no YAML: ${first.replace(/\.$/u, '')}.`;
}

function at(code: PolicyProblemCode, message: string, line: number, column: number): PolicyProblem {
  return { code, pointer: '', message, line, column };
}

function unparsed(...problems: readonly PolicyProblem[]): ParsedText {
  return { value: undefined, problems, locate: () => ({ line: 1, column: 1 }) };
}

class Reader {
  readonly problems: PolicyProblem[] = [];
  readonly #lines: LineCounter;
  readonly #offsets = new Map<string, number>();
  readonly #keyOffsets = new Map<string, number>();

  constructor(lines: LineCounter) {
    this.#lines = lines;
  }

  locate(pointer: string, part: 'value' | 'key' = 'value'): Place {
    let nearest = pointer;
    while (nearest !== '' && !this.#offsets.has(nearest))
      nearest = nearest.slice(0, nearest.lastIndexOf('/'));
    const key = part === 'key' && nearest === pointer ? this.#keyOffsets.get(nearest) : undefined;
    const { line, col } = this.#lines.linePos(key ?? this.#offsets.get(nearest) ?? 0);
    return { line, column: col };
  }

  read(node: unknown, path: Path, around: unknown): unknown {
    this.#offsets.set(pointerTo(path), offsetOf(node) ?? offsetOf(around) ?? 0);
    if (path.length > DEEPEST) return this.#problem('syntax', 'This is nested too deeply.', path);
    if (node === null) return null;
    const decoration = decorationOf(node);
    if (decoration !== undefined) return this.#problem('syntax', decoration, path);
    if (isMap(node)) return this.#readMap(node.items, path);
    if (isSeq(node)) return node.items.map((item, index) => this.read(item, [...path, index], node));
    if (isScalar(node)) return this.#readScalar(node.value, path);
    return this.#problem('syntax', 'Expected a mapping, a list or a single value.', path);
  }

  #readMap(pairs: readonly Pair[], path: Path): Record<string, unknown> {
    const result: Record<string, unknown> = {};
    const firstLines = new Map<string, number>();
    for (const { key, value } of pairs) {
      const name = isScalar(key) ? key.value : undefined;
      if (typeof name !== 'string' || decorationOf(key) !== undefined) {
        this.#offsets.set(pointerTo([...path, '?']), offsetOf(key) ?? 0);
        this.#problem('syntax', 'Expected a plain string as key: quote it if it looks like something else.', [
          ...path,
          '?',
        ]);
        continue;
      }
      const keyPath = [...path, name];
      const { line } = this.#lines.linePos(offsetOf(key) ?? 0);
      const firstLine = firstLines.get(name);
      if (firstLine !== undefined || FORBIDDEN_KEYS.has(name) || name === '<<') {
        this.#offsets.set(pointerTo(keyPath), offsetOf(key) ?? 0);
        if (firstLine !== undefined) {
          const message = `"${name}" stands here for the second time (first on line ${String(firstLine)}). Rename or remove one of them.`;
          this.#problem('duplicate_key', message, keyPath);
        } else {
          this.#problem('unknown_key', `"${name}" cannot be a key of a policy document.`, keyPath);
        }
        continue;
      }
      firstLines.set(name, line);
      this.#keyOffsets.set(pointerTo(keyPath), offsetOf(key) ?? 0);
      result[name] = this.read(value, keyPath, key);
    }
    return result;
  }

  #readScalar(value: unknown, path: Path): unknown {
    if (typeof value === 'number' && !isExact(value)) {
      return this.#problem(
        'invalid',
        'This number cannot be held exactly: quote it, or write a smaller one.',
        path,
      );
    }
    if (typeof value === 'string' && !value.isWellFormed()) {
      return this.#problem('invalid', 'This string holds half of a surrogate pair.', path);
    }
    return value;
  }

  #problem(code: PolicyProblemCode, message: string, path: Path): undefined {
    const pointer = pointerTo(path);
    this.problems.push({ code, pointer, message, ...this.locate(pointer) });
    return undefined;
  }
}

function offsetOf(node: unknown): number | undefined {
  if (typeof node !== 'object' || node === null || !('range' in node)) return undefined;
  const { range } = node;
  return Array.isArray(range) && typeof range[0] === 'number' ? range[0] : undefined;
}

function decorationOf(node: unknown): string | undefined {
  if (typeof node !== 'object' || node === null) return undefined;
  if (isAlias(node)) return NO_ALIAS;
  if ('anchor' in node && node.anchor !== undefined)
    return 'A policy document has no anchors (&name): write the value where it is meant.';
  if ('tag' in node && node.tag !== undefined)
    return 'A policy document has no tags (!name): write the plain value.';
  return undefined;
}

const NO_ALIAS = 'A policy document has no aliases (*name): write the value out.';
