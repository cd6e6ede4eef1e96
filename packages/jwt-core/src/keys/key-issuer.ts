/** What the key rings need to know of an issuer. The compiled policy satisfies these interfaces. */

import type { Jwk } from '../jose/jwk.js';

/** The accepted issuers of one service. */
export interface KeyIssuers {
  /** By their exact `iss`. */
  readonly issuers: ReadonlyMap<string, KeyIssuer>;
  /** Those whose tokens have no `iss`, by SPIFFE trust domain. */
  readonly trustDomains: ReadonlyMap<string, KeyIssuer>;
}

/** One exact `iss`. The tenants of one issuer share its `policy`, and no keys. */
export interface KeyIssuer {
  /** For an issuer without one, `spiffe://` and its trust domain. */
  readonly iss: string;
  /** Where its key set is, where the policy says so. */
  readonly jwksUri: string | undefined;
  readonly policy: KeyIssuerPolicy;
}

/** What the policy says of the keys of an issuer. */
export interface KeyIssuerPolicy {
  /** In the policy. */
  readonly name: string;
  /** Canonical names. */
  readonly algorithms: ReadonlySet<string>;
  readonly keys: {
    /** What `use` is on the keys that are meant. */
    readonly use: 'sig' | 'jwt-svid';
    readonly source: KeySource;
  };
}

/** Where keys come from. */
export type KeySource = FixedSource | RemoteSource;

/** Keys that are known at start. */
export type FixedSource =
  | { readonly kind: 'jwks'; readonly keys: readonly Jwk[] }
  /** `content` is that of the key file. */
  | { readonly kind: 'file'; readonly content: string | undefined }
  | SecretSource;

/** A secret, in an environment variable or in a file. */
export interface SecretSource {
  readonly kind: 'secret';
  readonly env: string | undefined;
  /** An absolute path. With neither of the two, the policy names a relative path and is in no folder. */
  readonly path: string | undefined;
  readonly encoding: 'utf8' | 'base64' | 'base64url';
}

/** Keys that are fetched: from {@link KeyIssuer.jwksUri}, or from where the issuer's metadata says. */
export interface RemoteSource {
  readonly kind: 'discovery' | 'jwksUri';
  /** Which metadata: OpenID Connect Discovery, or RFC 8414. */
  readonly discovery: 'oidc' | 'oauth';
  /** Besides the issuer's own, the origin that the metadata may name. */
  readonly jwksOrigin: string | undefined;
  /** The private networks, as CIDRs, that may be reached. */
  readonly network: readonly string[] | undefined;
  /** How long keys are used after the last good fetch, in milliseconds. */
  readonly maxStaleMs: number;
}

/** All that the keys of an issuer depend on, as a text to compare. */
export function settingsOf({ iss, jwksUri, policy }: KeyIssuer): string {
  return JSON.stringify([policy.name, iss, jwksUri, [...policy.algorithms].sort(), policy.keys]);
}
