import { readdirSync, readFileSync } from 'node:fs';
import { REASON_CODES, type ReasonCode } from '@org/jwt-core';
import { resolveConfig } from 'prettier';
import { describe, expect, it } from 'vitest';
import { RESERVED } from '../src/advice.js';
import { REASON_CODES_PAGE, renderReasonCodes } from '../src/reason-codes.js';
import { WORKSPACE } from '../src/workspace.js';
import { anchorsOf, PAGES } from './markdown.js';

const path = `${WORKSPACE}/${REASON_CODES_PAGE}`;
const page = PAGES.find((each) => each.path === REASON_CODES_PAGE);
const anchors: ReadonlySet<string> = page === undefined ? new Set() : anchorsOf(page);

describe('the page of reason codes', () => {
  it('is what `npm run docs` writes', async () => {
    expect(readFileSync(path, 'utf8')).toBe(await renderReasonCodes((await resolveConfig(path)) ?? {}));
  });

  it('has a heading for every code', () => {
    expect(REASON_CODES.filter((code) => !anchors.has(code.replace('.', '')))).toEqual([]);
  });

  it.each(['invalid_request', 'invalid_token', 'unauthenticated', 'forbidden', 'unavailable'])(
    'explains the public name %s',
    (name) => {
      expect(anchors).toContain(name);
    },
  );

  it('calls those codes reserved that no check of core answers with', () => {
    const core = `${WORKSPACE}/packages/jwt-core/src`;
    const sources = readdirSync(core, { recursive: true, encoding: 'utf8' })
      .filter((name) => /(?<!\.test|\.test-d|reasons)\.ts$/u.test(name))
      .map((name) => readFileSync(`${core}/${name}`, 'utf8'))
      .join('\n');
    const unused = REASON_CODES.filter((code: ReasonCode) => !sources.includes(`'${code}'`));
    expect(unused).toEqual(REASON_CODES.filter((code) => RESERVED.has(code)));
  });
});
