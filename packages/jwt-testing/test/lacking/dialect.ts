/** A test issuer that writes its good tokens as a provider does that leaves something out. What an attack changes stays. */

import type { ClaimsToSign, TestIssuer } from '../../src/index.js';
import type { SegmentContent } from '../../src/issuer/compact.js';

/** How a provider writes a token. */
export interface Dialect {
  /** Its `typ` in place of `at+jwt`; `undefined` for none. Without this member, `at+jwt` stays. */
  readonly typ?: string | undefined;
  /** Claims of the good token that it leaves out. */
  readonly omits?: readonly string[];
  /** Whether it writes roles as the names of members. */
  readonly rolesAsMembers?: boolean;
}

/** The issuer, speaking a dialect. `good`: the claims of the good token. */
export function speaking(issuer: TestIssuer, dialect: Dialect, good: ClaimsToSign): TestIssuer {
  const omitted = (dialect.omits ?? []).map((name) => JSON.stringify({ [name]: good[name] }).slice(1, -1));
  return {
    url: issuer.url,
    mint: (claims, options) => issuer.mint(claims, options),
    claims: (claims) => issuer.claims(claims),
    header: (alg) => issuer.header(alg),
    sign: (header, payload, alg) =>
      issuer.sign(writtenHeader(header, dialect), writtenPayload(payload, dialect, omitted), alg),
    signingKey: (alg) => issuer.signingKey(alg),
    encryptionKey: () => issuer.encryptionKey(),
    rotateKey: () => issuer.rotateKey(),
    retireKeys: () => {
      issuer.retireKeys();
    },
    publicJwks: () => issuer.publicJwks(),
    goOffline: () => {
      issuer.goOffline();
    },
    goOnline: () => {
      issuer.goOnline();
    },
    close: () => issuer.close(),
    [Symbol.asyncDispose]: () => issuer.close(),
  };
}

function writtenHeader(header: SegmentContent, dialect: Dialect): SegmentContent {
  if (!('typ' in dialect) || header instanceof Uint8Array) return header;
  const text = typeof header === 'string' ? header : JSON.stringify(header);
  const typ = '"typ":"at+jwt"';
  return dialect.typ === undefined
    ? without(text, typ)
    : text.replace(typ, () => `"typ":${JSON.stringify(dialect.typ)}`);
}

function writtenPayload(
  payload: SegmentContent,
  { rolesAsMembers = false }: Dialect,
  omitted: readonly string[],
): SegmentContent {
  if (payload instanceof Uint8Array) return payload;
  const written = typeof payload === 'string' ? payload : JSON.stringify(payload);
  const text = rolesAsMembers ? written.replace(/"roles":(\["[^[\]{}]*"\])/u, asMembers) : written;
  return omitted.reduce(without, text);
}

function asMembers(_: string, list: string): string {
  const names = JSON.parse(list) as readonly string[];
  return `"roles":${JSON.stringify(Object.fromEntries(names.map((name) => [name, {}])))}`;
}

/** The JSON text without this member, where it is exactly there, and once: escapes may spell its name a second time. */
function without(json: string, member: string): string {
  const name = member.slice(0, member.indexOf(':') + 1);
  if (json.includes('\\u') || json.split(name).length > 2) return json;
  const exact = member.replaceAll(/[.*+?^${}()|[\]\\]/gu, '\\$&');
  return json.replace(new RegExp(`(?<=[{])${exact},|,${exact}(?=[,}])|(?<=[{])${exact}(?=[}])`, 'u'), '');
}
