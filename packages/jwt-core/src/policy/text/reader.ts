/** Nodes of YAML → a plain value, strictly: no aliases, anchors, tags or duplicate keys, and a place for everything. */

import { isAlias, isMap, isScalar, isSeq, type Pair } from 'yaml';
import { cut } from '../../io/printable.js';
import type { Lines, Place } from './lines.js';
import { createRecord, MAX_DEPTH, FORBIDDEN_KEYS, isExact } from '../../json/plain.js';
import { pointerTo, stepsOf } from '../../json/json-pointer.js';
import { type Path, type PolicyProblem, type PolicyProblemCode } from '../problem.js';
import { isPrintableKey } from './secretive.js';

/** Where a value and its key stand, and what is in it. A tree: a text of pointers could outgrow the memory. */
interface Spot {
  readonly offset: number;
  readonly key: number | undefined;
  readonly inside: Map<string, Spot>;
}

/** Whoever corrects a file does so a few at a time. */
const MOST_PROBLEMS = 1000;

/** Reads one document. What is wrong is in `problems`. */
export class Reader {
  readonly problems: PolicyProblem[] = [];
  readonly #lines: Lines;
  readonly #root: Spot;

  constructor(lines: Lines, start: unknown) {
    this.#lines = lines;
    this.#root = { offset: offsetOf(start) ?? 0, key: undefined, inside: new Map() };
  }

  read(document: unknown): unknown {
    return this.#read(document, [], this.#root);
  }

  locate(pointer: string, part: 'value' | 'key' = 'value'): Place {
    let spot = this.#root;
    for (const step of stepsOf(pointer)) {
      const next = spot.inside.get(step);
      if (next === undefined) return this.#lines.place(spot.offset);
      spot = next;
    }
    return this.#lines.place(part === 'key' ? (spot.key ?? spot.offset) : spot.offset);
  }

  #read(node: unknown, path: Path, spot: Spot): unknown {
    if (path.length > MAX_DEPTH) return this.#problem('syntax', 'This is nested too deeply.', path, spot);
    if (node === null) return null;
    const decoration = decorationOf(node);
    if (decoration !== undefined) return this.#problem('syntax', decoration, path, spot);
    if (isMap(node)) return this.#readMap(node.items, path, spot);
    if (isSeq(node)) return node.items.map((item, index) => this.#readMember(item, index, path, spot));
    if (isScalar(node)) return this.#readScalar(node.value, path, spot);
    return this.#problem('syntax', 'Expected a mapping, a list or a single value.', path, spot);
  }

  #readMember(node: unknown, step: string | number, path: Path, parent: Spot, key?: number): unknown {
    const spot = { offset: offsetOf(node) ?? key ?? parent.offset, key, inside: new Map<string, Spot>() };
    parent.inside.set(String(step), spot);
    return this.#read(node, [...path, step], spot);
  }

  #readMap(pairs: readonly Pair[], path: Path, spot: Spot): Record<string, unknown> {
    const result = createRecord();
    for (const { key, value } of pairs) {
      const name = isScalar(key) ? key.value : undefined;
      const offset = offsetOf(key) ?? spot.offset;
      if (typeof name !== 'string' || decorationOf(key) !== undefined) {
        const message = 'Expected a plain string as key: quote it if it looks like something else.';
        this.#problem('syntax', message, [...path, '?'], { offset });
        continue;
      }
      const first = spot.inside.get(name)?.key;
      if (first !== undefined) {
        const isPrintable = isPrintableKey([...path, name], offsetOf(value) !== undefined);
        const key = isPrintable ? `"${cut(name)}"` : 'This key';
        const message = `${key} stands here for the second time (first on line ${String(this.#lines.place(first).line)}). Rename or remove one of them.`;
        this.#problem('duplicate_key', message, isPrintable ? [...path, name] : path, { offset });
      } else if (FORBIDDEN_KEYS.has(name) || name === '<<') {
        const message =
          name === '<<'
            ? 'A policy document has no merge keys (<<): write the members where they are meant.'
            : `"${name}" cannot be a key of a policy document.`;
        this.#problem('unknown_key', message, [...path, name], { offset });
      } else {
        result[name] = this.#readMember(value, name, path, spot, offset);
      }
    }
    return result;
  }

  #readScalar(value: unknown, path: Path, spot: Spot): unknown {
    if (typeof value === 'number' && !isExact(value)) {
      const message = 'This number cannot be held exactly: quote it, or write a smaller one.';
      return this.#problem('invalid', message, path, spot);
    }
    if (typeof value === 'string' && !value.isWellFormed()) {
      return this.#problem('invalid', 'This string holds half of a surrogate pair.', path, spot);
    }
    return value;
  }

  #problem(
    code: PolicyProblemCode,
    message: string,
    path: Path,
    { offset }: Pick<Spot, 'offset'>,
  ): undefined {
    if (this.problems.length >= MOST_PROBLEMS) return;
    this.problems.push({ code, pointer: pointerTo(path), message, ...this.#lines.place(offset) });
  }
}

function offsetOf(node: unknown): number | undefined {
  if (typeof node !== 'object' || node === null || !('range' in node)) return undefined;
  const { range } = node;
  return Array.isArray(range) && typeof range[0] === 'number' ? range[0] : undefined;
}

function decorationOf(node: unknown): string | undefined {
  if (typeof node !== 'object' || node === null) return undefined;
  if (isAlias(node))
    return 'A policy document has no aliases (*name): write the value out, or quote a text that starts so.';
  if ('anchor' in node && node.anchor !== undefined)
    return 'A policy document has no anchors (&name): write the value where it is meant.';
  if ('tag' in node && node.tag !== undefined)
    return 'A policy document has no tags (!name): write the plain value.';
  return undefined;
}
