/** An alteration: one precise way to break a good token, and the one reason code of its denial. */

import type { ReasonCode } from '@org/jwt-core';
import type { SegmentContent } from '../issuer/compact.js';
import type { ClaimsToSign, TestIssuer } from '../issuer/test-issuer.js';
import { withBearer, type RequestDescription } from '../http/request-description.js';

/** What an alteration starts from: together, a request that is allowed. */
export interface TokenMaterial {
  readonly issuer: TestIssuer;
  /** All claims of the good token, as {@link TestIssuer.claims} returns them. */
  readonly claims: ClaimsToSign;
  /** The good request, without its credential. */
  readonly request: RequestDescription;
  /** A second issuer that the policy accepts, for the attacks that need one. */
  readonly partner?: TestIssuer;
}

/** One row of the table. Its request is wrong in exactly the one way that the summary names. */
export interface Alteration {
  /** Stable and unique. */
  readonly name: string;
  /** What is wrong, in one sentence. */
  readonly summary: string;
  /** The one reason code of its denial. */
  readonly code: ReasonCode;
  /** What the policy must require for the request to be wrong. When absent, every policy must deny it. */
  readonly onlyWith?: string;
  apply(material: TokenMaterial): Promise<RequestDescription>;
}

type Apply = Alteration['apply'];

/** Alters the request around a good token. */
export function onRequest(change: (request: RequestDescription, token: string) => RequestDescription): Apply {
  return (material) => Promise.resolve(change(material.request, goodToken(material)));
}

/** Alters the token as text. */
export function onToken(change: (token: string, material: TokenMaterial) => string | Promise<string>): Apply {
  return async (material) => withBearer(material.request, await change(goodToken(material), material));
}

/** Signs other claims. One that is `undefined` is left out. */
export function onClaims(change: (claims: ClaimsToSign, material: TokenMaterial) => ClaimsToSign): Apply {
  return onToken((_, material) => {
    return material.issuer.sign(material.issuer.header(), {
      ...material.claims,
      ...change(material.claims, material),
    });
  });
}

/** Signs a payload that need not be a JSON object: `change` gets the good one as JSON text. */
export function onPayload(change: (json: string) => SegmentContent): Apply {
  return onToken((_, { issuer, claims }) => issuer.sign(issuer.header(), change(JSON.stringify(claims))));
}

/** Signs under another header. Members that are `undefined` are left out; text and bytes are encoded as they are. */
export function onHeader(change: (header: Readonly<Record<string, unknown>>) => SegmentContent): Apply {
  return onToken((_, { issuer, claims }) => issuer.sign(change(issuer.header()), claims));
}

/** Signing is slow with some keys, and thousands of rows may start from one material. */
const goodTokens = new WeakMap<TokenMaterial, { readonly kid: string; readonly token: string }>();

/** The good token. For one material and one key, always the same. */
export function goodToken(material: TokenMaterial): string {
  const header = material.issuer.header();
  const known = goodTokens.get(material);
  if (known?.kid === header.kid) return known.token;
  const token = material.issuer.sign(header, material.claims);
  goodTokens.set(material, { kid: header.kid, token });
  return token;
}

/** The time at which the good token is issued, by the issuer's clock: seconds since 1970. */
export function issuedAt({ issuer }: TokenMaterial): number {
  return Number(issuer.claims()['iat']);
}
