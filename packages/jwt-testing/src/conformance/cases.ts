/** The conformance table. */

import { ALLOW_CASES } from './allow-cases.js';
import { ALTERATION_CASES } from './alteration-cases.js';
import type { ConformanceCase } from './case.js';
import { DENY_CASES } from './deny-cases.js';
import { ROUTE_CASES } from './route-cases.js';

/** Every case, each with a name of its own. */
export const CONFORMANCE_CASES: readonly ConformanceCase[] = [
  ...ALLOW_CASES,
  ...DENY_CASES,
  ...ROUTE_CASES,
  ...ALTERATION_CASES,
];
