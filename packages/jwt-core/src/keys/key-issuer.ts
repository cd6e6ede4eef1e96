/** What the key rings need to know of an issuer. The compiled policy satisfies these interfaces. */

import type { Jwk } from '../jose/jwk.js';

/** The accepted issuers of one service. */
export interface KeyIssuers {
  /** By their exact `iss`. */
  readonly issuers: ReadonlyMap<string, KeyIssuer>;
  /** Those whose tokens have no `iss`, by SPIFFE trust domain. */
  readonly trustDomains: ReadonlyMap<string, KeyIssuer>;
}

/** One exact `iss`, and where its keys come from: mostly one source, and several while the issuer changes. */
export interface KeyIssuer {
  /** For an issuer without one, `spiffe://` and its trust domain. */
  readonly iss: string;
  readonly sources: readonly IssuerKeySource[];
}

/** One source of the keys of one exact `iss`. The tenants of one issuer share its `policy`, and no keys. */
export interface IssuerKeySource {
  readonly iss: string;
  /** Where its key set is, where the policy says so. */
  readonly jwksUri: string | undefined;
  readonly policy: KeySourcePolicy;
}

/** What the policy says of a source. */
export interface KeySourcePolicy {
  /** The issuer's name in the policy. */
  readonly name: string;
  /** From the issuer to it in the document, for messages: `keys`, or `keys[1]`. */
  readonly place: string;
  readonly kind: KeySourceKind;
  /** Which of the issuer's sources of this kind it is, from 1, and how many there are. */
  readonly number: readonly [index: number, count: number];
  /** What its keys may be used with. Canonical names. */
  readonly algorithms: ReadonlySet<string>;
  /** From then on (milliseconds since 1970) it is not used; `undefined`: it has no end. */
  readonly until: number | undefined;
  readonly keys: KeySettings;
}

/** The key of the document that says where the keys are. */
export type KeySourceKind = 'discovery' | 'jwksUri' | FixedSource['kind'];

/** Where the keys of a source are, and which are meant. */
export interface KeySettings {
  /** What `use` is on the keys that are meant. */
  readonly use: 'sig' | 'jwt-svid';
  /** Keys that are known at start. Without them, the keys are fetched. */
  readonly fixed: FixedSource | undefined;
  readonly remote: RemoteSettings;
}

/** Keys that are known at start: in the policy, in a file with this content, or secrets. */
export type FixedSource =
  | { readonly kind: 'jwks'; readonly keys: readonly Jwk[] }
  | { readonly kind: 'file'; readonly content: string | undefined }
  | { readonly kind: 'secret'; readonly secrets: readonly SecretSource[] };

/** A secret in an environment variable, or in a file. Without both, its file is relative to a policy in no folder. */
export interface SecretSource {
  readonly env: string | undefined;
  /** Absolute. */
  readonly path: string | undefined;
  readonly encoding: 'utf8' | 'base64' | 'base64url';
}

/** How keys are fetched: from {@link IssuerKeySource.jwksUri}, else from where the issuer's metadata says. */
export interface RemoteSettings {
  /** Which metadata: OpenID Connect Discovery, or RFC 8414. */
  readonly discovery: 'oidc' | 'oauth';
  /** Besides the issuer's own, the origin that the metadata may name. */
  readonly jwksOrigin: string | undefined;
  /** The private networks, as CIDRs, that may be reached. */
  readonly allowedNetworks: readonly string[] | undefined;
  /** How long keys are used after the last good fetch, in milliseconds. */
  readonly maxStaleMs: number;
}

/** All that fetched keys depend on, as a text to compare. */
export function settingsOf({ iss, jwksUri, policy }: IssuerKeySource): string {
  return JSON.stringify([policy.name, iss, jwksUri, [...policy.algorithms].sort(), policy.keys]);
}

/** Whether a source is past its end. `now` in milliseconds. */
export function hasEnded({ until }: KeySourcePolicy, now: number): boolean {
  return until !== undefined && !(now < until);
}

/** The day on which a source ends, as the document has it. */
export function endOf({ until }: KeySourcePolicy): string | undefined {
  return until === undefined ? undefined : new Date(until).toISOString().slice(0, 10);
}
