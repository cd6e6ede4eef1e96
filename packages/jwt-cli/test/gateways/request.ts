/** A request as a gateway sees it, and the tokens in it. */

import { createPublicKey, verify } from 'node:crypto';

/** What is asked of a gateway. */
export interface GatewayRequest {
  readonly method: string;
  /** Path and query. */
  readonly target: string;
  readonly headers: readonly (readonly [name: string, value: string])[];
}

/** JSON. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json };

/** JSON objects. */
export type JsonObject = Readonly<Record<string, Json>>;

/** A token, before anything of it is believed. */
export interface ReadToken {
  readonly header: JsonObject;
  readonly payload: JsonObject;
  readonly signed: string;
  readonly signature: Buffer;
}

/** The value of a header as proxies compare it: lines of one name are joined with commas. */
export function headerOf({ headers }: GatewayRequest, name: string): string | undefined {
  const values = headers.flatMap(([each, value]) =>
    each.toLowerCase() === name.toLowerCase() ? [value] : [],
  );
  return values.length === 0 ? undefined : values.join(',');
}

/** The path without the query. */
export function pathOf({ target }: GatewayRequest): string {
  return target.split(/[?#]/u)[0] ?? '';
}

/** The tokens in these headers. */
export function tokensIn(
  request: GatewayRequest,
  places: readonly { readonly name: string; readonly prefix: string }[],
): readonly string[] {
  return places.flatMap(({ name, prefix }) => {
    const value = headerOf(request, name);
    return value?.startsWith(prefix) === true ? [value.slice(prefix.length)] : [];
  });
}

/** The parts of a token; `undefined` for what is none. */
export function readToken(text: string): ReadToken | undefined {
  const [header = '', payload = '', signature = '', ...more] = text.split('.');
  if (more.length > 0 || signature === '') return undefined;
  const [one, other] = [objectIn(header), objectIn(payload)];
  if (one === undefined || other === undefined) return undefined;
  return {
    header: one,
    payload: other,
    signed: `${header}.${payload}`,
    signature: Buffer.from(signature, 'base64url'),
  };
}

function objectIn(segment: string): JsonObject | undefined {
  try {
    const value = JSON.parse(Buffer.from(segment, 'base64url').toString('utf8')) as Json;
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** A text, or the empty one for anything else. */
export function textOf(value: Json | undefined): string {
  return typeof value === 'string' ? value : '';
}

/** Whether this is an object, and no list. */
export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** By algorithm; Ed25519 has one of its own. */
const DIGESTS: Readonly<Record<string, string | null>> = {
  ES256: 'sha256',
  RS256: 'sha256',
  EdDSA: null,
  Ed25519: null,
};

/** Whether one of the keys signed it, by the algorithm that the header names. */
export function isSigned({ header, signed, signature }: ReadToken, jwks: string): boolean {
  const { keys } = JSON.parse(jwks) as { readonly keys: readonly (JsonObject & { readonly kty: string })[] };
  return keys.some((jwk) => {
    if (header['kid'] !== undefined && jwk['kid'] !== undefined && header['kid'] !== jwk['kid']) return false;
    if (jwk['alg'] !== undefined && jwk['alg'] !== header['alg']) return false;
    const digest = DIGESTS[textOf(header['alg'])];
    if (digest === undefined) return false;
    const key = createPublicKey({ key: jwk, format: 'jwk' });
    return verify(digest, Buffer.from(signed), { key, dsaEncoding: 'ieee-p1363' }, signature);
  });
}

/** jwt_verify_lib, which Envoy reads tokens with: the types of registered claims, each where it is there. */
export function isWellFormed({ payload: { iss, sub, jti, exp, nbf, iat } }: ReadToken): boolean {
  return (
    [iss, sub, jti].every((each) => each === undefined || typeof each === 'string') &&
    [exp, nbf, iat].every((each) => each === undefined || (Number.isInteger(each) && Number(each) >= 0))
  );
}

/** nbf and exp with a skew, each where it is there. */
export function isInTime({ payload }: ReadToken, now: number, skew: number): boolean {
  const exp = payload['exp'] === undefined ? undefined : Number(payload['exp']);
  const nbf = payload['nbf'] === undefined ? undefined : Number(payload['nbf']);
  return (exp === undefined || now <= exp + skew) && (nbf === undefined || nbf <= now + skew);
}

/** Whether aud is, or holds, one of these. */
export function isFor({ payload: { aud } }: ReadToken, audiences: readonly string[]): boolean {
  return [aud].flat().some((each) => typeof each === 'string' && audiences.includes(each));
}

/** What `{*}` and `*` take: Envoy's URI template matcher allows the characters of RFC 3986 `pchar` without an asterisk. */
const PCHAR = "[a-zA-Z0-9\\-._~%!$&'()+,;:@=]";

/** Whether the template matches the whole path. */
export function isTemplateOf(template: string, path: string, one: string, many: string): boolean {
  const parts = template.split('/').map((segment) => {
    if (segment === many) return `(?:${PCHAR}|/)*`;
    if (segment === one) return `${PCHAR}+`;
    return segment.replaceAll(/[.*+?^${}()|[\]\\]/gu, String.raw`\$&`);
  });
  return new RegExp(`^${parts.join('/')}$`, 'u').test(path);
}
