import { inWords, type WrittenDetail } from '../decision/denial.js';
import type { Mismatch } from '../policy/compile/matchers.js';

/** What a matcher wanted, and what the claim says, in words. */
export function detailOf({ expected, lookup }: Mismatch): Required<WrittenDetail> {
  if (lookup.state === 'found') return { expected, actual: inWords(lookup.value) };
  const actual = lookup.state === 'absent' ? 'no such claim' : 'a claim on the way is not an object';
  return { expected, actual };
}
