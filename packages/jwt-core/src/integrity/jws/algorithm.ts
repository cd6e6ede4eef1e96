/** May this issuer use this algorithm? RFC 8725 §3.1. The policy decides; the header only has to agree. */

import { type Denial, deny, inWords } from '../../decision/denial.js';
import { canonicalAlgorithm, type Algorithm } from '../../jose/algorithms.js';
import type { IssuerPolicy } from '../../policy/compile/service-policy.js';
import type { Header } from './format.js';

/** The canonical name of the header's algorithm, where the issuer may use it. `none` is not an algorithm. */
export function checkAlgorithm(header: Header, issuer: IssuerPolicy): Algorithm | Denial {
  const algorithm = canonicalAlgorithm(header.alg);
  if (algorithm === undefined || !issuer.algorithms.has(algorithm)) {
    return deny('algorithm.not_allowed', {
      expected: `one of ${[...issuer.algorithms].join(', ')}`,
      actual: inWords(header.alg),
    });
  }
  return algorithm;
}
