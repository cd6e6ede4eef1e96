/** YAML nodes → a plain value, the places of all that is in it, and the parts that may be secrets. */

import { isAlias, isCollection, isMap, isScalar, isSeq, type ParsedNode, type YAMLMap } from 'yaml';
import { pointerTo, stepsOf } from '../../json/json-pointer.js';
import { createRecord, MAX_DEPTH, FORBIDDEN_KEYS, isExact } from '../../json/plain.js';
import type { Path, PolicyProblem, PolicyProblemCode } from '../problem.js';
import type { Lines, Place, Span } from './lines.js';
import { isPrintableKey, isPublicSection, isSecretivePath } from './secretive.js';
import { NO_DECORATION } from './syntax.js';

/** The offsets of a value and its key, and what is in it. A tree: pointers as text could outgrow the memory. */
interface Spot {
  readonly offset: number;
  readonly key: number;
  readonly inside: Map<string, Spot>;
}

const MAX_PROBLEMS = 1000;

/** Reads one document to its end: what is rejected may have secrets in it, too. */
export class Reader {
  readonly value: unknown;
  readonly problems: PolicyProblem[] = [];
  readonly #lines: Lines;
  readonly #root: Spot;
  readonly #hidden: Span[] = [];

  constructor(lines: Lines, root: ParsedNode) {
    const [offset] = root.range;
    this.#lines = lines;
    this.#root = { offset, key: offset, inside: new Map() };
    this.value = this.#read(root, [], this.#root);
  }

  /** What must not be printed, in the order of the text. What is not a policy may be the file of a secret. */
  get hidden(): readonly Span[] {
    const isPolicy = [...this.#root.inside.keys()].some(isPublicSection);
    return isPolicy ? this.#hidden : [{ start: 0, end: Number.POSITIVE_INFINITY }];
  }

  locate(pointer: string, part?: 'value' | 'key'): Place {
    let spot = this.#root;
    for (const step of stepsOf(pointer)) {
      const next = spot.inside.get(step);
      if (next === undefined) return this.#lines.place(spot.offset);
      spot = next;
    }
    return this.#lines.place(part === 'key' ? spot.key : spot.offset);
  }

  #read(node: ParsedNode | null, path: Path, spot: Spot): unknown {
    const value = isMap(node)
      ? this.#readMap(node, path, spot)
      : isSeq(node)
        ? node.items.map((item, index) => this.#readMember(item, [...path, index], spot))
        : isScalar(node)
          ? node.value
          : null;
    const mistake = mistakeIn(node, value, path.length);
    return mistake === undefined ? value : this.#problem(...mistake, path, spot.offset);
  }

  #readMember(node: ParsedNode | null, path: Path, parent: Spot, key?: number): unknown {
    const offset = node?.range[0] ?? key ?? parent.offset;
    const spot: Spot = { offset, key: key ?? offset, inside: new Map() };
    parent.inside.set(String(path.at(-1)), spot);
    return this.#read(node, path, spot);
  }

  #readMap({ items }: YAMLMap.Parsed, around: Path, spot: Spot): Record<string, unknown> {
    const result = createRecord();
    for (const { key, value } of items) {
      const name = isScalar(key) ? String(key.value) : '?';
      const path = [...around, name];
      const [offset, end] = key.range;
      const start = isScalar(key) ? end : offset;
      const isHidden = start < (this.#hidden.at(-1)?.end ?? 0);
      if (!isHidden && isSecretivePath(path)) this.#hidden.push({ start, end: value?.range[2] ?? end });
      const first = spot.inside.get(name);
      const mistake = mistakeInKey(key, first && this.#lines.place(first.key));
      const isPrintable = first === undefined || isPrintableKey(path, value !== null);
      const place = mistake?.[0] === 'syntax' ? [...around, '?'] : isPrintable ? path : around;
      if (mistake !== undefined) this.#problem(...mistake, place, offset);
      const { length } = this.problems;
      const parent = mistake === undefined ? spot : { ...spot, inside: new Map<string, Spot>() };
      if (isCollection(key)) this.#readMember(key, path, parent);
      const member = this.#readMember(value, path, parent, offset);
      if (mistake === undefined) result[name] = member;
      else this.problems.length = length; // what is in it, is not part of the document
    }
    return result;
  }

  #problem(code: PolicyProblemCode, message: string, path: Path, offset: number): undefined {
    if (this.problems.length >= MAX_PROBLEMS) return;
    this.problems.push({ code, pointer: pointerTo(path), message, ...this.#lines.place(offset) });
  }
}

type Mistake = readonly [code: PolicyProblemCode, message: string];

function mistakeIn(node: ParsedNode | null, value: unknown, depth: number): Mistake | undefined {
  if (isDecorated(node)) return ['syntax', NO_DECORATION];
  if (depth === MAX_DEPTH + 1) return ['syntax', 'This is nested too deeply.'];
  if (typeof value === 'number' && !isExact(value))
    return ['invalid', 'This number cannot be held exactly: quote it, or write a smaller one.'];
  if (typeof value === 'string' && !value.isWellFormed())
    return ['invalid', 'This string holds half of a surrogate pair.'];
  return undefined;
}

function mistakeInKey(key: ParsedNode, first: Place | undefined): Mistake | undefined {
  const name = isScalar(key) ? key.value : undefined;
  if (typeof name !== 'string' || isDecorated(key))
    return ['syntax', 'A key is a plain text: quote what looks like something else.'];
  if (first !== undefined)
    return ['duplicate_key', `This key is also on line ${String(first.line)}: rename or remove one of them.`];
  if (name === '<<') return ['unknown_key', 'A policy has no merge keys (<<): write their members out.'];
  return FORBIDDEN_KEYS.has(name)
    ? ['unknown_key', `"${name}" cannot be a key of a policy document.`]
    : undefined;
}

function isDecorated(node: ParsedNode | null): boolean {
  return isAlias(node) || (node !== null && (node.anchor !== undefined || node.tag !== undefined));
}
