/** The guide's example of an attack matrix, run as the guide shows it. */

import { mkdirSync, writeFileSync } from 'node:fs';
import { WORKSPACE } from '../src/workspace.js';
import { fencesIn } from './markdown.js';

const FOLDER = `${WORKSPACE}/tools/docs/.tsbuild/run`;

const example = fencesIn('ts').find(({ content }) => content.includes('attackMatrix('));
if (example === undefined) throw new Error('No page shows an attack matrix.');
mkdirSync(FOLDER, { recursive: true });
writeFileSync(`${FOLDER}/attack-matrix.ts`, example.content);
// Its tests become tests of this file.
await import(`${FOLDER}/attack-matrix.ts`);
