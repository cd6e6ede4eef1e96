import { expect, it } from 'vitest';
import { MALFORMED, wellFormed } from './reading.js';

it('is there where the claim is, and has the right type', () => {
  expect([wellFormed('a'), wellFormed(undefined), wellFormed(MALFORMED)]).toEqual([
    'a',
    undefined,
    undefined,
  ]);
});
