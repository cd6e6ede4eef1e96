/** Writes the pages that are made from code: `npm run docs`. */

import { writeFile } from 'node:fs/promises';
import { resolveConfig } from 'prettier';
import { PROBLEMS_PAGE, renderProblems } from './problems.js';
import { PROFILES_PAGE, renderProfiles } from './profiles.js';
import { REASON_CODES_PAGE, renderReasonCodes } from './reason-codes.js';
import { WORKSPACE } from './workspace.js';

const pages = [
  [REASON_CODES_PAGE, renderReasonCodes],
  [PROBLEMS_PAGE, renderProblems],
  [PROFILES_PAGE, renderProfiles],
] as const;

for (const [page, render] of pages) {
  const path = `${WORKSPACE}/${page}`;
  await writeFile(path, await render((await resolveConfig(path)) ?? {}));
  process.stdout.write(`wrote ${page}\n`);
}
