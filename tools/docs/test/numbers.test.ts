/** Numbers that the pages repeat, compared with the constants that they are about. */

import { REASONS } from '@org/jwt-core';
import { describe, expect, it } from 'vitest';
// Constants are not part of the public interface, and pages name them.
/* eslint-disable @nx/enforce-module-boundaries */
import { MAX_SCOPE_LENGTH } from '../../../packages/jwt-core/src/decision/challenge.js';
import { FETCH_LIMITS } from '../../../packages/jwt-core/src/keys/remote/fetcher.js';
import { FRESHNESS } from '../../../packages/jwt-core/src/refresh/freshness.js';
import { DEFAULT_MAX_STALE } from '../../../packages/jwt-core/src/keys/key-source.js';
import { UNKNOWN_COOL_DOWN_MS } from '../../../packages/jwt-core/src/keys/remote/unknown-kids.js';
import { CEILINGS, DEFAULT_LIMITS } from '../../../packages/jwt-core/src/policy/model/limits.js';
import { MAX_SEGMENTS } from '../../../packages/jwt-core/src/policy/route/template.js';
/* eslint-enable @nx/enforce-module-boundaries */
import { PUBLIC_NAMES } from '../src/reason-codes.js';
import { PAGES } from './markdown.js';

const HOUR = 3600;
const WORDS = ['zero', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten'];

const word = (count: number): string => WORDS[count] ?? String(count);
const thousands = (count: number): string => count.toLocaleString('en-US');

/** What a page must say, with today's number in it. */
const STATEMENTS: readonly (readonly [page: string, statement: string])[] = [
  ['docs/faq.md', `Known keys serve for ${word(DEFAULT_MAX_STALE / HOUR)} hours`],
  ['docs/faq.md', `then every ${word(FRESHNESS.unsaid / 60_000)} minutes`],
  ['docs/faq.md', `at most every ${String(UNKNOWN_COOL_DOWN_MS / 1000)} seconds`],
  [
    'docs/guide/core.md',
    `| they still serve when the issuer cannot be reached | ${String(DEFAULT_MAX_STALE / HOUR)} hours`,
  ],
  ['docs/guide/core.md', `| fetched keys are fresh | ${String(FRESHNESS.unsaid / 60_000)} minutes`],
  [
    'docs/guide/core.md',
    `| an unknown \`kid\` causes no other fetch | ${String(UNKNOWN_COOL_DOWN_MS / 1000)} seconds`,
  ],
  ['docs/guide/core.md', `| one fetch may take | ${String(FETCH_LIMITS.timeoutMs / 1000)} seconds`],
  ['docs/guide/core.md', `| one answer may be large | ${String(FETCH_LIMITS.maxBytes / 1024)} KiB`],
  [
    'docs/guide/keys.md',
    `\`maxStale\`, counted from the last good fetch: ${String(DEFAULT_MAX_STALE / HOUR)} h | settable for each issuer, up to ${String(CEILINGS.maxStale / HOUR)} h`,
  ],
  ['docs/guide/keys.md', `| fresh, where nothing is said | ${String(FRESHNESS.unsaid / 60_000)} minutes`],
  ['docs/guide/keys.md', `| size | ${String(FETCH_LIMITS.maxBytes / 1024)} KiB`],
  ['docs/guide/testing.md', `still serve for ${word(DEFAULT_MAX_STALE / HOUR)} hours`],
  [
    'docs/reference/responses-and-events.md',
    `one of ${word(Object.keys(PUBLIC_NAMES).length)} [public names]`,
  ],
  ['docs/reference/responses-and-events.md', `fit into ${thousands(MAX_SCOPE_LENGTH)} bytes`],
  ['docs/reference/policy.md', `${String(MAX_SEGMENTS)} segments`],
  [
    'docs/reference/policy.md',
    `| \`maxTokenBytes\` | \`${String(DEFAULT_LIMITS.maxTokenBytes)}\` | \`${String(CEILINGS.maxTokenBytes)}\``,
  ],
];

/** Tables are padded, and lines are broken: neither is part of what a page says. */
const plain = (text: string): string => text.replace(/\s+/gu, ' ');

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
