/** YAML nodes → a plain value, the places of all that is in it, and the parts that may be secrets. */

import { isAlias, isCollection, isMap, isScalar, isSeq, type ParsedNode, type YAMLMap } from 'yaml';
import { pointerTo, stepsOf } from '../../json/json-pointer.js';
import { createRecord, DEEPEST, FORBIDDEN_KEYS, isExact } from '../../json/plain.js';
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
    const value = this.#valueOf(node, path, spot);
    const isTooDeep = path.length === DEEPEST + 1;
    const wrong = isDecorated(node) ? NO_DECORATION : isTooDeep ? 'This is nested too deeply.' : undefined;
    return wrong === undefined ? value : this.#problem('syntax', wrong, path, spot.offset);
  }

  #valueOf(node: ParsedNode | null, path: Path, spot: Spot): unknown {
    if (isMap(node)) return this.#readMap(node, path, spot);
    if (isSeq(node)) return node.items.map((item, index) => this.#readMember(item, [...path, index], spot));
    const value = isScalar(node) ? node.value : null;
    const isInexact = typeof value === 'number' && !isExact(value);
    if (!isInexact && (typeof value !== 'string' || value.isWellFormed())) return value;
    const message = isInexact
      ? 'This number cannot be held exactly: quote it, or write a smaller one.'
      : 'This string holds half of a surrogate pair.';
    return this.#problem('invalid', message, path, spot.offset);
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
      const isTaken = this.#takesKey(key, path, spot, value !== null);
      const parent = isTaken ? spot : { ...spot, inside: new Map<string, Spot>() };
      if (isCollection(key)) this.#readMember(key, path, parent);
      const member = this.#readMember(value, path, parent, offset);
      if (isTaken) result[name] = member;
    }
    return result;
  }

  /** Whether a pair is part of the value. If not, a problem is reported. */
  #takesKey(key: ParsedNode, path: Path, { inside }: Spot, hasValue: boolean): boolean {
    const [name, around] = [String(path.at(-1)), path.slice(0, -1)];
    const reject = (code: PolicyProblemCode, message: string, at = path): false => {
      this.#problem(code, message, at, key.range[0]);
      return false;
    };
    if (!isScalar(key) || typeof key.value !== 'string' || isDecorated(key))
      return reject('syntax', 'A key is a plain text: quote what looks like something else.', [
        ...around,
        '?',
      ]);
    const first = inside.get(name);
    if (first !== undefined) {
      const { line } = this.#lines.place(first.key);
      const message = `This key is a duplicate of the one on line ${String(line)}: rename or remove one of them.`;
      return reject('duplicate_key', message, isPrintableKey(path, hasValue) ? path : around);
    }
    if (name === '<<')
      return reject('unknown_key', 'A policy has no merge keys (<<): write their members out.');
    if (!FORBIDDEN_KEYS.has(name)) return true;
    return reject('unknown_key', `"${name}" cannot be a key of a policy document.`);
  }

  #problem(code: PolicyProblemCode, message: string, path: Path, offset: number): undefined {
    if (this.problems.length >= MAX_PROBLEMS) return;
    this.problems.push({ code, pointer: pointerTo(path), message, ...this.#lines.place(offset) });
  }
}

function isDecorated(node: ParsedNode | null): boolean {
  return isAlias(node) || (node !== null && (node.anchor !== undefined || node.tag !== undefined));
}
