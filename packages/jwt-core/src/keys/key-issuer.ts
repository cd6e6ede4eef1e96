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
  readonly keys: KeySettings;
}

/** Where the keys of an issuer come from, and which are meant. */
export interface KeySettings {
  /** What `use` is on the keys that are meant. */
  readonly use: 'sig' | 'jwt-svid';
  /** Keys that are known at start. Without them, the keys are fetched. */
  readonly fixed: FixedSource | undefined;
  readonly remote: RemoteSettings;
}

/** Keys that are known at start: in the policy, in a file with this content, or a secret. */
export type FixedSource =
  | { readonly kind: 'jwks'; readonly keys: readonly Jwk[] }
  | { readonly kind: 'file'; readonly content: string | undefined }
  | SecretSource;

/** A secret in an environment variable, or in a file. Without both, its file is relative to a policy in no folder. */
export interface SecretSource {
  readonly kind: 'secret';
  readonly env: string | undefined;
  /** Absolute. */
  readonly path: string | undefined;
  readonly encoding: 'utf8' | 'base64' | 'base64url';
}

/** How keys are fetched: from {@link KeyIssuer.jwksUri}, else from where the issuer's metadata says. */
export interface RemoteSettings {
  /** Which metadata: OpenID Connect Discovery, or RFC 8414. */
  readonly discovery: 'oidc' | 'oauth';
  /** Besides the issuer's own, the origin that the metadata may name. */
  readonly jwksOrigin: string | undefined;
  /** The private networks, as CIDRs, that may be reached. */
  readonly allowedNetworks: readonly string[] | undefined;
  /** The file with the Bearer token that its key server wants; absolute. */
  readonly tokenPath: string | undefined;
  /** Certificates of the authorities that are trusted for its key server in place of the machine's, in PEM. */
  readonly ca: string | undefined;
  /** How long keys are used after the last good fetch, in milliseconds. */
  readonly maxStaleMs: number;
}

/** All that the keys of an issuer depend on, as a text to compare. */
export function settingsOf({ iss, jwksUri, policy }: KeyIssuer): string {
  return JSON.stringify([policy.name, iss, jwksUri, [...policy.algorithms].sort(), policy.keys]);
}
