/** Is this a signed JWT in its one canonical form? RFC 7515 §3.1, RFC 7519 §7.2, RFC 8725. Nothing here is trusted. */

import { Memo } from '../memo.js';
import { deny, Denial, inWords } from '../../decision/denial.js';
import type { Claims, JsonValue } from '../../json/json-value.js';
import { decodeCanonical } from '../../jose/base64url.js';
import type { Credential } from '../credential/credential.js';
import { inexactMember } from '../../json/exact-number.js';
import { parseStrictJson, passedLimit, TOKEN_JSON_LIMITS } from '../../json/strict-json.js';

declare const untrusted: unique symbol;

/**
 * Content that an attacker may have written: nothing may judge by it before the signature was verified. An interface,
 * since a type alias of this shape could be assigned to any record.
 */
export interface Untrusted<Value> {
  readonly [untrusted]: Value;
}

/** The header members that a verifier reads, with the right types (RFC 7515 §4.1). */
export interface Header {
  readonly alg: string;
  readonly kid: string | undefined;
  readonly typ: string | undefined;
}

/** What is signed, and the signature over it (RFC 7515 §2). Neither is ever logged. */
export interface Jws {
  /** ASCII: the header and the payload as they were received. */
  readonly signingInput: string;
  readonly signature: Uint8Array;
}

/** A compact JWS in its one spelling, of which only the header has been read. */
export interface CompactToken extends Jws {
  readonly header: Header;
  readonly payload: Uint8Array;
}

/** A token of strictly canonical form. **Untrusted.** */
export interface ParsedToken extends Jws {
  readonly header: Header;
  readonly claims: Untrusted<Claims>;
}

/** Reads a token. Its size was bounded before (`credential.too_large`). */
export function parseToken(credential: Credential): ParsedToken | Denial {
  const token = parseCompact(credential.token);
  if (token instanceof Denial) return token;
  const claims = parsePayload(token.payload);
  if (claims instanceof Denial) return claims;
  const { signingInput, signature, header } = token;
  return { signingInput, signature, header, claims };
}

/** The claims of an untrusted token: to choose by them whose key to ask for, and for nothing else. */
export function readUntrusted(claims: Untrusted<Claims>): Claims {
  return claims as unknown as Claims;
}

/** Splits a compact JWS and reads its header. */
export function parseCompact(token: string): CompactToken | Denial {
  if (token.startsWith('{')) return unsupported('JSON serialisation');
  const endOfHeader = token.indexOf('.');
  const endOfInput = token.indexOf('.', endOfHeader + 1);
  if (endOfInput === -1 || token.includes('.', endOfInput + 1)) return notInThreeSegments(token);
  const header = token.slice(0, endOfHeader);
  const known = HEADERS.recall(header);
  const bytes = known === undefined ? decodeCanonical(header) : NOTHING;
  const payload = decodeCanonical(token.slice(endOfHeader + 1, endOfInput));
  const signature = decodeCanonical(token.slice(endOfInput + 1));
  if (bytes === undefined || payload === undefined || signature === undefined) return notInOneSpelling(token);
  const read = known ?? readHeader(header, bytes);
  return read instanceof Denial
    ? read
    : { signingInput: token.slice(0, endOfInput), signature, header: read, payload };
}

function notInThreeSegments(token: string): Denial {
  const { length } = token.split('.');
  if (length === 5) return unsupported(`an encrypted token (JWE): ${ASK_FOR_AUDIENCE}`);
  return malformed(
    'three segments',
    length === 1 ? `one, as of an opaque token: ${ASK_FOR_AUDIENCE}` : String(length),
  );
}

/** Some providers, Auth0 among them, give such a token to a client that names no API. */
const ASK_FOR_AUDIENCE = 'ask the provider for a token for the audience of this service';

/** The tokens of one key have one header. Each was read before, and found good. */
const HEADERS = new Memo<Header>();
const NOTHING = Buffer.alloc(0);

function readHeader(segment: string, bytes: Uint8Array): Header | Denial {
  const members = parseSegment(bytes, 'header');
  if (members instanceof Denial) return members;
  const { alg, kid, typ } = members;
  if (typeof alg !== 'string') return malformed('a header with alg, a string', 'none');
  if (!isOptionalString(kid)) return malformed('a header with kid as a string', 'another type');
  if (!isOptionalString(typ)) return malformed('a header with typ as a string', 'another type');
  for (const name of ['crit', 'b64', 'zip'] as const) {
    if (Object.hasOwn(members, name)) return unsupported(`the header parameter ${name}`);
  }
  // A copy of the segment: the segment itself is a part of the token, and would keep all of it.
  return HEADERS.remember(Buffer.from(segment).toString('latin1'), Object.freeze({ alg, kid, typ }));
}

function isOptionalString(value: JsonValue | undefined): value is string | undefined {
  return value === undefined || typeof value === 'string';
}

function parsePayload(bytes: Uint8Array): Untrusted<Claims> | Denial {
  if (bytes.length === 0) return unsupported('a detached payload');
  const claims = parseSegment(bytes, 'payload');
  return claims instanceof Denial ? claims : (claims as unknown as Untrusted<Claims>);
}

/** What many tokens of an issuer say: one copy of it is enough for all that are remembered. */
const COMMON: ReadonlySet<string> = new Set(['iss', 'aud', 'azp', 'client_id', 'scope']);
const SHARED = new Memo<string>();

function share(name: string, text: string): string {
  return COMMON.has(name) ? (SHARED.recall(text) ?? SHARED.remember(text, text)) : text;
}

function parseSegment(bytes: Uint8Array, what: string): Claims | Denial {
  const text = decodeUtf8(bytes);
  const members = text === undefined ? 'malformed' : parseStrictJson(text, TOKEN_JSON_LIMITS, share);
  if (typeof members !== 'string') return inexactNumber(text, what) ?? members;
  if (members === 'duplicate_member') {
    return deny('format.duplicate_member', {
      expected: `a ${what} with each member once`,
      actual: 'one twice',
    });
  }
  const limit = passedLimit(members, TOKEN_JSON_LIMITS);
  return limit === undefined
    ? malformed(`a ${what} that is a JSON object`, 'something else')
    : malformed(`a ${what} of ${limit}`, 'more');
}

/** What was read of such a number is another one, and perhaps another account. */
function inexactNumber(text = '', what: string): Denial | undefined {
  const member = inexactMember(text);
  if (member === undefined) return undefined;
  return deny('format.inexact_number', {
    expected: `a ${what} whose numbers can be held exactly: a longer one has to be a string`,
    actual: inWords(member),
  });
}

function notInOneSpelling(token: string): Denial {
  const segments = token.split('.');
  if (!segments.every(isDecodable)) return malformed('base64url segments', 'something else');
  return segments.every((segment) => BASE64URL.test(segment))
    ? notCanonical('unused bits that are zero')
    : notCanonical('the base64url alphabet without padding');
}

const BASE64URL = /^[A-Za-z0-9_-]*$/u;

/** In some spelling: with padding, or in the other alphabet (RFC 4648 §4). */
function isDecodable(segment: string): boolean {
  return /^[A-Za-z0-9_+/-]*=*$/u.test(segment) && segment.replace(/=+$/u, '').length % 4 !== 1;
}

const UTF8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** `undefined` for bytes that are not UTF-8. A byte-order mark is kept, and then refused as no JSON. */
function decodeUtf8(bytes: Uint8Array): string | undefined {
  try {
    return UTF8.decode(bytes);
  } catch {
    return undefined;
  }
}

const malformed = (expected: string, actual: string): Denial =>
  deny('format.malformed', { expected, actual });
const notCanonical = (expected: string): Denial =>
  deny('format.not_canonical', { expected, actual: 'another spelling of the same bytes' });
const unsupported = (actual: string): Denial =>
  deny('format.unsupported', { expected: 'a compact JWS with its payload', actual });
