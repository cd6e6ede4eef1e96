import { fileURLToPath } from 'node:url';

/** The root of the workspace: the same from `src` and from `dist`. Without a final slash. */
export const WORKSPACE: string = fileURLToPath(new URL('../../..', import.meta.url)).replace(/\/$/u, '');
