/** The text of a test file: its values, and where each of them is. */

import {
  isAlias,
  isMap,
  isNode,
  isPair,
  isScalar,
  LineCounter,
  parseDocument,
  visit,
  type Document,
} from 'yaml';

/** Of a line, what fits besides its number. */
const WIDTH = 72;

/** From the root to a value. */
export type Path = readonly (string | number)[];

/** A line and a column, from 1. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

/** Something that is wrong with the file. */
export interface Problem {
  readonly place: Place;
  readonly message: string;
}

/** A text that was read. */
export interface PlacedText {
  readonly value: unknown;
  /** What is no YAML, or is more of it than a test file may use. */
  readonly problems: readonly Problem[];
  /** The place of a value; of what holds it, where there is none. */
  readonly locate: (path: Path) => Place;
  /** The place of a key. */
  readonly locateKey: (path: Path) => Place;
  /** The line with a caret under the place. */
  readonly excerpt: (place: Place) => string;
}

/** Reads YAML 1.2 or JSON. Keys that are there twice, anchors, aliases and tags are problems: a review sees what is tested. */
export function readPlaced(text: string): PlacedText {
  const lineCounter = new LineCounter();
  const document = parseDocument(text, {
    lineCounter,
    version: '1.2',
    uniqueKeys: true,
    prettyErrors: false,
  });
  const placeOf = (offset: number): Place => {
    const { line, col } = lineCounter.linePos(offset);
    return { line: Math.max(1, line), column: Math.max(1, col) };
  };
  const errors = [...document.errors, ...document.warnings].map(({ message, pos }) => ({
    place: placeOf(pos[0]),
    message: message.endsWith('.') ? message : `${message}.`,
  }));
  const problems = [...errors, ...indirections(document, placeOf)];
  const lines = text.split(/\r?\n/u);
  return {
    value: problems.length > 0 ? undefined : document.toJS(),
    problems,
    locate: (path) => placeOf(offsetOf(document, path)),
    locateKey: (path) => placeOf(keyOffset(document, path) ?? offsetOf(document, path)),
    excerpt: ({ line, column }) => {
      const number = String(line).padStart(5);
      const whole = (lines[line - 1] ?? '').replaceAll('\t', ' ').replaceAll(/\p{Cc}/gu, '\uFFFD');
      const shown = whole.length > WIDTH ? `${whole.slice(0, WIDTH - 1)}…` : whole;
      return `${number} | ${shown}\n${' '.repeat(number.length)} | ${' '.repeat(Math.min(column, WIDTH) - 1)}^`;
    },
  };
}

function indirections(document: Document, placeOf: (offset: number) => Place): readonly Problem[] {
  const problems: Problem[] = [];
  visit(document, {
    Node(_key, node) {
      const place = placeOf(node.range?.[0] ?? 0);
      if (isAlias(node))
        problems.push({ place, message: `*${node.source} is an alias: write the value itself.` });
      else if (node.anchor !== undefined)
        problems.push({ place, message: `&${node.anchor} is an anchor: write values where they are used.` });
    },
    Pair(_key, { key }) {
      if (isScalar(key) && key.value === '<<')
        problems.push({
          place: placeOf(key.range?.[0] ?? 0),
          message: '<< merges mappings: write the keys themselves.',
        });
    },
  });
  return problems;
}

function offsetOf(document: Document, path: Path): number {
  for (let length = path.length; length >= 0; length -= 1) {
    const node = length === 0 ? document.contents : document.getIn(path.slice(0, length), true);
    if (isNode(node) && node.range) return node.range[0];
  }
  return 0;
}

function keyOffset(document: Document, path: Path): number | undefined {
  const parent = path.length === 1 ? document.contents : document.getIn(path.slice(0, -1), true);
  if (!isMap(parent)) return undefined;
  const pair = parent.items.find(
    (each) => isPair(each) && isScalar(each.key) && String(each.key.value) === String(path.at(-1)),
  );
  return isScalar(pair?.key) ? pair.key.range?.[0] : undefined;
}
