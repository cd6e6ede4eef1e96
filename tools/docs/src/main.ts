/** Writes the pages that are made from code: `npm run docs`. */

import { writeFile } from 'node:fs/promises';
import { resolveConfig } from 'prettier';
import { REASON_CODES_PAGE, renderReasonCodes } from './reason-codes.js';
import { WORKSPACE } from './workspace.js';

const path = `${WORKSPACE}/${REASON_CODES_PAGE}`;
await writeFile(path, await renderReasonCodes((await resolveConfig(path)) ?? {}));
process.stdout.write(`wrote ${REASON_CODES_PAGE}\n`);
