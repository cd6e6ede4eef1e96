/** What integrity makes of a credential, and everything after it believes. */

import type { Claims } from '../json/json-value.js';
import type { VerificationKey } from '../keys/key-ring.js';
import type { IssuerEntry } from '../policy/compile/service-policy.js';
import { TokenFacts } from './facts/facts.js';
import type { Header } from './jws/format.js';
import type { SenderProof } from './sender-proof.js';

declare const authenticated: unique symbol;

/** A token that its issuer signed. Made by {@link authenticatedJws} alone. */
export interface JwsToken {
  readonly [authenticated]: true;
  readonly source: 'jws';
  readonly header: Header;
  /** The key that its signature was verified with. */
  readonly key: VerificationKey;
  /** What the source of that key is called, such as `discovery` or `secret 1 of 2`. */
  readonly keySource: string | undefined;
  readonly claims: Claims;
  /** The issuer, as the policy has it. */
  readonly entry: IssuerEntry;
}

/** A token whose content is its issuer's word, not yet judged suitable. */
export type AuthenticatedToken = JwsToken;

/** An authenticated token, what was read from it, and what its sender has proved. Immutable. */
export interface Evidence {
  readonly token: AuthenticatedToken;
  readonly facts: TokenFacts;
  readonly proof: SenderProof | undefined;
}

/** The token of a verified signature. Called where the signature was verified, and nowhere else. */
export function authenticatedJws(parts: Omit<JwsToken, typeof authenticated | 'source'>): JwsToken {
  const { header, key, keySource, claims, entry } = parts;
  const source = 'jws';
  const token: Omit<JwsToken, typeof authenticated> = { source, header, key, keySource, claims, entry };
  return token as JwsToken;
}

/** Reads the facts of a token. The claims are frozen: this is done once, and holds for every use of the evidence. */
export function evidenceOf(token: AuthenticatedToken, proof?: SenderProof): Evidence {
  return { token, facts: new TokenFacts(token), proof };
}
