import { deny } from '../decision/denial.js';
import type { Check } from './question.js';

/**
 * Was possession of the token's key shown? RFC 7800, RFC 9449, RFC 8705.
 * No proof can be checked yet, so a token that is bound to anything (`cnf`) is refused: taking it as a plain bearer
 * token would undo the binding that its issuer asked for.
 */
export const binding: Check = {
  layer: 'binding',
  check({ evidence }) {
    if (evidence.token.claims['cnf'] === undefined) return undefined;
    return deny('binding.required', {
      expected: 'a token without cnf',
      actual: 'a token that is bound to a key',
    });
  },
};
