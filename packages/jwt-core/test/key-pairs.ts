/** Key pairs of curves and sizes that `jose` does not make. */

import { generateKeyPair as generate } from 'node:crypto';
import { promisify } from 'node:util';

/** In the thread pool. The synchronous generator can stop for ever on Node 20; lint refuses it. */
export const generateKeyPair: typeof generate.__promisify__ = promisify(generate);
