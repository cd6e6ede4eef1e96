import { loadPart } from '../options/load-part.js';
import type { boundedGet } from './bounded-get.js';

/** Loads what fetches: `node:https` loads only where something is fetched. */
export function loadGet(): Promise<{ readonly boundedGet: typeof boundedGet }> {
  return loadPart('fetches over https', () => import('./bounded-get.js'));
}
