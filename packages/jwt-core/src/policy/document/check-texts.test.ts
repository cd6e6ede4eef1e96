import { describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { edited, placeOf, problemsOf, SMALL_DOCUMENT, withLine } from '../../../test/policy-documents.js';
import { PARTS } from '../../../test/policy-parts.js';
import { withPart } from '../../../test/policy-variants.js';
import type { PolicyDocument } from './document.js';
import { definePolicy } from '../policy.js';
import { PolicyError } from '../policy-error.js';
import { pointerTo } from '../../json/json-pointer.js';
import { type Path, type PolicyProblem } from '../problem.js';
import { checkTexts } from './check-texts.js';

type Change = (text: string) => string;

/** A text or a key of a document, and the document with another one in its place. */
interface Place {
  readonly path: Path;
  readonly isKey: boolean;
  readonly change: (how: Change) => unknown;
}

function* placesOf(node: unknown, put: (changed: unknown) => unknown, path: Path): Generator<Place> {
  if (typeof node === 'string') yield { path, isKey: false, change: (how) => put(how(node)) };
  if (typeof node !== 'object' || node === null) return;
  for (const [key, member] of Object.entries(node)) {
    const at = [...path, key];
    const without = Object.entries(node).filter(([other]) => other !== key);
    const list = Array.isArray(node) ? (node as readonly unknown[]) : undefined;
    if (list === undefined) {
      const change = (how: Change): unknown => put(Object.fromEntries([...without, [how(key), member]]));
      yield { path: at, isKey: true, change };
    }
    const putMember = (changed: unknown): unknown =>
      put(
        list?.map((item, index) => (String(index) === key ? changed : item)) ?? { ...node, [key]: changed },
      );
    yield* placesOf(member, putMember, at);
  }
}

const nameOf = ({ path, isKey }: Place): string => `${pointerTo(path)} ${isKey ? 'as key' : ''}`;

/** Every text and every key that a document can have, once. */
const PLACES: readonly Place[] = [
  ...new Map(
    [SMALL_DOCUMENT as unknown, ...PARTS.map(withPart)]
      .flatMap((document) => [...placesOf(document, (changed) => changed, [])])
      .map((place) => [nameOf(place), place]),
  ).values(),
];

/** One of each kind, in every place. All of them are tried on single texts. */
const KINDS: readonly (readonly [name: string, code: string, how: Change])[] = [
  ['a soft hyphen', 'U+00AD', (text) => `${text.slice(0, 1)}\u00AD${text.slice(1)}`],
  ['a joiner', 'U+200D', (text) => `${text}\u200D`],
  ['a variation selector', 'U+FE0F', (text) => `${text}\uFE0F`],
  ['a filler', 'U+3164', (text) => `${text}\u3164`],
  ['a tag', 'U+E0061', (text) => `${text}\u{E0061}`],
  ['a space that does not break', 'U+00A0', (text) => `\u00A0${text}`],
  ['a space around it', 'U+0020', (text) => ` ${text}`],
  ['a line end', 'U+000A', (text) => `${text}\n`],
  ['a tab', 'U+0009', (text) => `${text}\t`],
];

const COMPARED_ALONE: readonly (typeof KINDS)[number][] = [
  ['a letter of another script', 'U+0430', (text) => `a\u0430${text}`],
  ['a letter in two parts', 'U+0301', (text) => `e\u0301${text}`],
];

function defined(document: unknown): readonly PolicyProblem[] {
  try {
    definePolicy(document as PolicyDocument);
    return [];
  } catch (error) {
    if (error instanceof PolicyError) return error.problems;
    throw error;
  }
}

describe('a text of a policy', () => {
  it('is tried in every place that a document has', () => {
    expect(PLACES.length).toBeGreaterThan(150);
  });

  it.each([...KINDS, ...COMPARED_ALONE])('is rejected with %s, wherever it is', (_name, code, how) => {
    const missed = PLACES.filter(({ path, isKey, change }) => {
      if (path[0] === 'metadata' && !isKey && COMPARED_ALONE.some(([, each]) => each === code)) return false;
      const at = pointerTo(isKey ? [...path.slice(0, -1), how(String(path.at(-1)))] : path);
      const found = checkTexts(change(how)).filter(({ pointer }) => pointer === at);
      return found.length !== 1 || found[0]?.message.includes(code) !== true;
    });
    expect(missed.map(nameOf)).toEqual([]);
  });

  it.each([
    ['in code', (document: unknown): Promise<readonly PolicyProblem[]> => Promise.resolve(defined(document))],
    ['in YAML', (document: unknown) => problemsOf(stringify(document))],
    ['in JSON', (document: unknown) => problemsOf(JSON.stringify(document, null, 2))],
  ])('is rejected once, with its place and nothing that follows from it: %s', async (notation, read) => {
    const how: Change = (text) => `${text}\u00AD`;
    const missed: string[] = [];
    const places = PLACES.filter(({ path }) => !['apiVersion', 'kind'].includes(String(path[0])));
    for (const { path, isKey, change } of places.filter((_place, index) => index % 3 === 0)) {
      const at = pointerTo(path);
      const problems = (await read(change(how))).filter(({ message }) => message.includes('U+00AD'));
      const [first, ...others] = problems;
      const isPlaced = notation === 'in code' || (first?.line ?? 0) > 0;
      if (others.length > 0 || !isPlaced || first?.code !== (isKey ? 'unknown_key' : 'invalid'))
        missed.push(at);
    }
    expect(missed).toEqual([]);
  });
});

const inRule = (members: string): string => edited('principal: user', `principal: user, ${members}`);
const RULE = '/services/orders/operations/list/allow/0';

describe('a text of a policy file', () => {
  it.each([
    [
      'an escape in quotes',
      inRule(String.raw`where: { status: { not: { equals: "suspen\u00ADded" } } }`),
      `17:70 invalid ${RULE}/where/status/not/equals`,
      'This text has an invisible character (U+00AD, character 7): remove it.',
    ],
    [
      'a block of lines',
      edited(
        '[{ principal: user }]',
        '\n          - principal: user\n            where:\n              status:\n                not:\n                  equals: >\n                    suspended',
      ),
      `22:27 invalid ${RULE}/where/status/not/equals`,
      'This text ends with a line end (U+000A), which "|" and ">" leave there: write it in one line, or with "|-" or ">-".',
    ],
    [
      'the name of a claim',
      inRule('where: { "sta\u200Btus": { equals: a } }'.replace('\u200B', String.raw`\u200B`)),
      `17:45 unknown_key ${RULE}/where/sta\u200Btus`,
      'This key has an invisible character (U+200B, character 4): remove it.',
    ],
    [
      'a key that the document knows',
      withLine('accept:', String.raw`    "maxAge\uFE00": 5m`),
      '14:5 unknown_key /services/orders/maxAge\uFE00',
      'This key has an invisible variation selector (U+FE00, character 7): remove it.',
    ],
    [
      'a URL',
      edited('https://id.example/', 'https://id.ex\u0430mple/'),
      '6:10 invalid /issuers/login/iss',
      'This text has letters of two scripts in one word (U+0078 and U+0430), which look alike: type the word in one script.',
    ],
    [
      'an audience with an odd space',
      edited('https://orders.example', 'https://orders.example/a\u00A0b'),
      '12:15 invalid /services/orders/audience',
      'This text has a space that is not U+0020 (U+00A0, character 25): write an ordinary space, or none.',
    ],
  ])('is rejected in %s', async (_where, text, place, message) => {
    const problems = await problemsOf(text);
    expect(problems.map(placeOf)).toEqual([place]);
    expect(problems[0]?.message).toBe(message);
  });

  it('is rejected together with everything else that is wrong', async () => {
    const text = edited('[ES256]', '[ES265]', inRule('where: { a: { equals: "x " } }, scope: [a]'));
    expect((await problemsOf(text.replace('accept: [login]', 'accept: [logon, *x]'))).map(placeOf)).toEqual([
      '8:12 invalid /issuers/login/algs/0',
      '13:21 syntax /services/orders/accept/1',
      `17:58 invalid ${RULE}/where/a/equals`,
      `17:68 unknown_key ${RULE}/scope`,
    ]);
  });

  it('may have a joiner in metadata, and comments in any writing', async () => {
    const text = edited('shop', '\u0645\u06CC\u200C\u062E\u0648\u0627\u0647\u0645 # \u26A0\uFE0F a\u00A0b');
    expect(
      await problemsOf(
        edited('metadata: {', 'metadata: {\n ', text).replace(' }\nissuers', '\n  }\nissuers'),
      ),
    ).toEqual([]);
  });

  it('is rejected a thousand times, at most', () => {
    expect(checkTexts({ list: Array.from({ length: 5000 }, () => 'a ') })).toHaveLength(1000);
  });
});
