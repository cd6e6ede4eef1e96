/** One kind of token of one provider, as it is documented: what is as good, and what comes close and must not pass. */

import type { ReasonCode } from '../src/decision/reasons.js';
import type { Principal } from '../src/request/principal.js';
import type { Algorithm } from '../src/jose/algorithms.js';
import type {
  AcceptedIssuerDocument,
  IssuerDocument,
  Limits,
  ProfileName,
} from '../src/policy/document/document.js';
import { NOW_SECONDS } from './mint.js';
import type { Members } from './token-kind.js';

/** What is different in another token. `undefined` removes a member. */
export interface TokenChange {
  readonly name: string;
  readonly header?: Members;
  readonly claims?: Members;
}

/** A token that is as good as the documented one. */
export interface Variant extends TokenChange {
  /** Where it is another than the documented token's. */
  readonly principal?: Principal;
}

/** A token that must not pass, and why. */
export interface NearMiss extends TokenChange {
  readonly code: ReasonCode;
}

/** One kind of token of one provider. */
export interface ProviderToken {
  readonly name: string;
  readonly profile: ProfileName;
  /** Where the provider shows it. */
  readonly source: string;
  /** What a document says besides `profile`. */
  readonly issuer: Omit<IssuerDocument, 'profile' | 'keys'>;
  /** What the service says of the issuer, besides its name. */
  readonly accept?: Omit<AcceptedIssuerDocument, 'issuer'>;
  readonly defaults?: Limits;
  readonly audience: string;
  /** RS256 where nothing else is said. */
  readonly alg?: Algorithm;
  /** What the provider writes into its JWK, or leaves out (`undefined`). */
  readonly jwk?: Members;
  readonly header: Members;
  readonly claims: Members;
  readonly principal: Principal;
  readonly variants: readonly Variant[];
  readonly nearMisses: readonly NearMiss[];
  /** The provider in the matrix of profiles, where its kinds are these: the token, its ID token, and a program's. */
  readonly matrix?: {
    readonly name: string;
    /** The name of the variant that is a program's, where the provider has programs. */
    readonly program?: string;
  };
  /** The whole ID token of the same sign-in. */
  readonly idToken?: { readonly header: Members; readonly claims: Members };
}

/** Issued ten seconds ago, for so long. */
export function lasting(seconds: number): Members {
  return { iat: NOW_SECONDS - 10, exp: NOW_SECONDS - 10 + seconds };
}

/** https://openid.net/specs/openid-connect-backchannel-1_0.html#LogoutToken */
export const LOGOUT: Members = {
  events: { 'http://schemas.openid.net/event/backchannel-logout': {} },
  nonce: undefined,
};

/** The helpers that sign write a `typ` where a header does not say that it has none. */
export const NO_TYP: Members = { typ: undefined };
