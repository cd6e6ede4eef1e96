/** The page that the `type` of a problem document leads to. It is in the package, so that it is where the package is. */

import { format } from 'prettier';
import { describeName, PUBLIC_NAMES } from './reason-codes.js';

/** Where the page is, from the root of the workspace. */
export const PROBLEMS_PAGE = 'packages/jwt-core/docs/problems.md';

const INTRODUCTION = [
  '# Problems',
  '',
  '<!-- Made by `npm run docs`. Do not edit by hand. -->',
  '',
  'A service that uses `@org/jwt-core` answered your request with a problem document (RFC 9457), and its `type` led here.',
  'It says what you can do, and on purpose no more: which check denied the request is written in the events of the service.',
].join('\n');

/** The whole page, formatted as the workspace formats Markdown. */
export async function renderProblems(options: Readonly<Record<string, unknown>>): Promise<string> {
  const names = Object.keys(PUBLIC_NAMES).map((name) => describeName(name).replace('###', '##'));
  return format([INTRODUCTION, ...names].join('\n\n'), {
    ...options,
    parser: 'markdown',
    proseWrap: 'always',
  });
}
