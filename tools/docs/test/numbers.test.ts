/** Numbers that the pages repeat, compared with the constants that they are about. */

import { REASONS } from '@org/jwt-core';
import { describe, expect, it } from 'vitest';
// Constants are not part of the public interface, and pages name them.
/* eslint-disable @nx/enforce-module-boundaries */
import { MAX_SCOPE_LENGTH } from '../../../packages/jwt-core/src/decision/challenge.js';
import { FETCH_LIMITS } from '../../../packages/jwt-core/src/keys/remote/fetcher.js';
import { FRESH_MS } from '../../../packages/jwt-core/src/refresh/http-answer.js';
import { UNKNOWN_COOL_DOWN_MS } from '../../../packages/jwt-core/src/keys/remote/unknown-kids.js';
import {
  ceilingOf,
  defaultOf,
  LIMITS,
  type LimitLevel,
} from '../../../packages/jwt-core/src/policy/document/limits.js';
import { MAX_SEGMENTS } from '../../../packages/jwt-core/src/policy/route/template.js';
/* eslint-enable @nx/enforce-module-boundaries */
import { PUBLIC_NAMES } from '../src/reason-codes.js';
import { PAGES } from './markdown.js';

const HOUR = 3600;
const WORDS = ['zero', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten'];

const word = (count: number): string => WORDS[count] ?? String(count);
const thousands = (count: number): string => count.toLocaleString('en-US');

/** Tables are padded, and lines are broken: neither is part of what a page says. */
const plain = (text: string): string => text.replace(/\s+/gu, ' ');

/** The rows of the table that says where a limit can be written. Its columns are in the order of {@link LIMITS}. */
const LEVELS = {
  '`defaults`': 'defaults',
  'an issuer': 'issuer',
  'a service': 'service',
  'an operation': 'operation',
} as const;

/** What a page must say, with today's number in it. */
const STATEMENTS: readonly (readonly [page: string, statement: string])[] = [
  ['docs/faq.md', `Keys that were fetched stay in use for ${word(defaultOf('maxStale') / HOUR)} hours`],
  ['docs/faq.md', `then every ${word(FRESH_MS.default / 60_000)} minutes`],
  ['docs/faq.md', `at most every ${String(UNKNOWN_COOL_DOWN_MS / 1000)} seconds`],
  [
    'docs/guide/core.md',
    `| they still serve when the issuer cannot be reached | ${String(defaultOf('maxStale') / HOUR)} hours`,
  ],
  ['docs/guide/core.md', `| fetched keys are fresh | ${String(FRESH_MS.default / 60_000)} minutes`],
  [
    'docs/guide/core.md',
    `| an unknown \`kid\` causes no other fetch | ${String(UNKNOWN_COOL_DOWN_MS / 1000)} seconds`,
  ],
  ['docs/guide/core.md', `| one fetch may take | ${String(FETCH_LIMITS.timeoutMs / 1000)} seconds`],
  ['docs/guide/core.md', `| one answer may be large | ${String(FETCH_LIMITS.maxBytes / 1024)} KiB`],
  [
    'docs/guide/keys.md',
    `\`maxStale\`, counted from the last good fetch: ${String(defaultOf('maxStale') / HOUR)} h | settable for each issuer, up to ${String(ceilingOf('maxStale') / HOUR)} h`,
  ],
  ['docs/guide/keys.md', `| fresh, where nothing is said | ${String(FRESH_MS.default / 60_000)} minutes`],
  ['docs/guide/keys.md', `| size | ${String(FETCH_LIMITS.maxBytes / 1024)} KiB`],
  ['docs/guide/testing.md', `still serve for ${word(defaultOf('maxStale') / HOUR)} hours`],
  [
    'docs/reference/responses-and-events.md',
    `one of ${word(Object.keys(PUBLIC_NAMES).length)} [public names]`,
  ],
  ['docs/reference/responses-and-events.md', `fit into ${thousands(MAX_SCOPE_LENGTH)} bytes`],
  ['docs/reference/policy.md', `${String(MAX_SEGMENTS)} segments`],
  ...(['clockSkew', 'maxLifetime', 'maxTokenBytes'] as const).map((name): [string, string] => {
    const { default: usual, ceiling } = LIMITS[name];
    return ['docs/reference/policy.md', `| \`${name}\` | \`${String(usual)}\` | \`${String(ceiling)}\``];
  }),
  ...Object.entries(LEVELS).map(([where, level]): [string, string] => {
    const cells = Object.values(LIMITS).map(({ levels }) =>
      (levels as readonly LimitLevel[]).includes(level) ? 'yes' : '',
    );
    return ['docs/reference/policy.md', plain(`| ${where} | ${cells.slice(0, -1).join(' | ')} |`)];
  }),
];

describe.each(STATEMENTS)('%s', (page, statement) => {
  it(`says "${statement}"`, () => {
    const prose = PAGES.find(({ path }) => path === page)?.prose.join('\n') ?? '';
    expect(plain(prose)).toContain(statement);
  });
});

it('every public name has a row in the table of reasons', () => {
  const errors = new Set(Object.values(REASONS).flatMap(({ error }) => error ?? []));
  expect([...errors].filter((error) => !(error in PUBLIC_NAMES))).toEqual([]);
});
