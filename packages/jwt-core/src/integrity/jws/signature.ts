/** Did the issuer sign exactly this? From here on the claims are the issuer's word. */

import { type Denial, deny } from '../../decision/denial.js';
import type { Claims } from '../../json/json-value.js';
import type { VerificationKey } from '../../keys/key-ring.js';
import type { IssuerEntry } from '../../policy/compile/service-policy.js';
import type { TokenFacts } from '../facts/facts.js';
import { peek, type Header } from './format.js';
import type { AttributedToken } from './issuer.js';
import { isSignedBy } from './signed-by.js';

declare const signed: unique symbol;

/** A token that its issuer signed: trusted bytes, not yet judged suitable. Made here and nowhere else. */
export interface SignedToken {
  readonly [signed]: true;
  readonly header: Header;
  readonly claims: Claims;
  /** Whose word it is: the issuer as the policy has it. */
  readonly entry: IssuerEntry;
  /** What it was signed with. */
  readonly key: VerificationKey;
  /** What suitability reads in it, once it has: the same on every use. */
  facts: TokenFacts | undefined;
}

/** Checks the signature of a token that came through the whole chain. */
export function verifySignature(
  { token, entry }: AttributedToken,
  key: VerificationKey,
): Promise<SignedToken | Denial> {
  return isSignedBy(token, key).then((isSigned) => {
    if (isSigned) return sign(token.header, peek(token.claims), key, entry);
    return deny('signature.invalid', {
      expected: `a signature of ${entry.policy.name}`,
      actual: 'another signature',
    });
  });
}

/** The same signed token, for the same issuer as another policy document has it. */
export function moveTo({ header, claims, key }: SignedToken, entry: IssuerEntry): SignedToken {
  return sign(header, claims, key, entry);
}

type Facts = Omit<SignedToken, typeof signed>;

/** The only place where a signed token is made. */
function sign(header: Header, claims: Claims, key: VerificationKey, entry: IssuerEntry): SignedToken {
  const facts: Facts = { header, claims, key, entry, facts: undefined };
  return facts as SignedToken;
}
