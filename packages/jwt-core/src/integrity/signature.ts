/** Did the issuer sign exactly this? From here on the claims are the issuer's word. */

import type { Denial } from '../decision/denial.js';
import { deny } from '../decision/denial.js';
import type { Claims } from '../identity.js';
import type { VerificationKey } from '../keys/key-ring.js';
import type { IssuerEntry, IssuerPolicy } from '../policy/service-policy.js';
import { peek, type Header } from './format.js';
import type { AttributedToken } from './issuer.js';
import { isSignedBy } from './signed-by.js';

declare const signed: unique symbol;

/** A token that its issuer signed: trusted bytes, not yet judged suitable. Made here and nowhere else. */
export interface SignedToken {
  readonly [signed]: true;
  readonly header: Header;
  readonly claims: Claims;
  readonly issuer: IssuerPolicy;
  /** The exact `iss`; for a token without one, `spiffe://` and its trust domain. */
  readonly iss: string;
  /** The tenant that this `iss` stands for, where the issuer has one for each. */
  readonly issuerTenant: string | undefined;
  readonly algorithm: string;
  readonly keyId: string | undefined;
}

/** Checks the signature of a token that came through the whole chain. */
export async function verifySignature(
  { token, entry }: AttributedToken,
  key: VerificationKey,
): Promise<SignedToken | Denial> {
  if (!(await isSignedBy(token.compact, key))) {
    return deny('signature.invalid', {
      expected: `a signature of ${entry.policy.name}`,
      actual: 'another signature',
    });
  }
  const { algorithm, keyId } = key;
  return sign({ header: token.header, claims: peek(token.claims), algorithm, keyId, ...issuerOf(entry) });
}

/** The same signed token, for the same issuer as another policy document has it. */
export function moveTo(token: SignedToken, entry: IssuerEntry): SignedToken {
  return sign({ ...token, ...issuerOf(entry) });
}

type Facts = Omit<SignedToken, typeof signed>;

function issuerOf({ policy, iss, tenant }: IssuerEntry): Pick<Facts, 'issuer' | 'iss' | 'issuerTenant'> {
  return { issuer: policy, iss, issuerTenant: tenant };
}

/** The only place where a signed token is made. Frozen, since requests share it. */
function sign(facts: Facts): SignedToken {
  return Object.freeze(facts) as SignedToken;
}
