/**
 * Every reason for which a request can be refused, in the order in which the reasons are tested.
 * Responses, events, types and the reference page are all made from this one table.
 */

import type { Layer } from './layers.js';

/** The error codes of RFC 6750 §3.1, RFC 9470 §3 and RFC 9449 §7.1 that a `WWW-Authenticate` challenge can carry. */
export type OAuthError =
  | 'invalid_request'
  | 'invalid_token'
  | 'insufficient_scope'
  | 'insufficient_user_authentication'
  | 'invalid_dpop_proof';

/** One row of the table. */
export interface Reason {
  readonly status: 400 | 401 | 403 | 503;
  /** The error in the `WWW-Authenticate` challenge; `undefined` where the standard wants none. */
  readonly error: OAuthError | undefined;
  /** Its public name, where neither the OAuth error nor the status is one. */
  readonly problem?: 'cross_site';
  /** What the caller reads. It tells no more than the status and the OAuth error do. */
  readonly title: string;
  /** What the operator reads, in the reference. */
  readonly meaning: string;
}

/** A stable code `layer.reason`: part of the public interface, never renamed. The table below has a row for each. */
export type ReasonCode =
  | 'policy.unavailable'
  | 'credential.incomplete'
  | 'credential.missing'
  | 'credential.ambiguous'
  | 'credential.cross_site'
  | 'credential.malformed'
  | 'credential.unsupported'
  | 'credential.too_large'
  | 'format.malformed'
  | 'format.not_canonical'
  | 'format.duplicate_member'
  | 'format.inexact_number'
  | 'format.unsupported'
  | 'issuer.missing'
  | 'issuer.malformed'
  | 'issuer.untrusted'
  | 'algorithm.not_allowed'
  | 'key.unknown'
  | 'key.unsuitable'
  | 'key.unavailable'
  | 'signature.invalid'
  | 'type.mismatch'
  | 'audience.missing'
  | 'audience.malformed'
  | 'audience.mismatch'
  | 'audience.not_exclusive'
  | 'time.missing'
  | 'time.malformed'
  | 'time.expired'
  | 'time.not_yet_valid'
  | 'time.issued_in_future'
  | 'time.too_old'
  | 'time.lifetime_too_long'
  | 'time.contradictory'
  | 'claims.missing'
  | 'claims.malformed'
  | 'claims.mismatch'
  | 'tenant.missing'
  | 'tenant.malformed'
  | 'tenant.mismatch'
  | 'tenant.unresolved'
  | 'binding.required'
  | 'binding.malformed'
  | 'binding.mismatch'
  | 'operation.unknown'
  | 'operation.conflict'
  | 'operation.scope'
  | 'operation.role'
  | 'operation.principal'
  | 'operation.identity'
  | 'operation.actor'
  | 'operation.condition'
  | 'operation.step_up'
  | 'revocation.revoked'
  | 'revocation.unavailable'
  | 'replay.seen'
  | 'replay.unavailable';

const NO_CREDENTIAL = 'This request needs an access token.';
const BAD_REQUEST = 'The request does not carry its access token in an acceptable way.';
const BAD_TOKEN = 'The access token is not accepted here.';
const FORBIDDEN = 'This token may not do this.';
const UNAVAILABLE = 'The access token cannot be checked at the moment. Try again later.';

const invalidRequest = (meaning: string): Reason => ({
  status: 400,
  error: 'invalid_request',
  title: BAD_REQUEST,
  meaning,
});
const unauthenticated = (meaning: string): Reason => ({
  status: 401,
  error: undefined,
  title: NO_CREDENTIAL,
  meaning,
});
const invalidToken = (meaning: string): Reason => ({
  status: 401,
  error: 'invalid_token',
  title: BAD_TOKEN,
  meaning,
});
const forbidden = (meaning: string): Reason => ({ status: 403, error: undefined, title: FORBIDDEN, meaning });
const unavailable = (meaning: string): Reason => ({
  status: 503,
  error: undefined,
  title: UNAVAILABLE,
  meaning,
});

/** The table: what each {@link ReasonCode} means and how it is answered. */
export const REASONS: Readonly<Record<ReasonCode, Reason>> = {
  'policy.unavailable': unavailable('The service has no valid policy loaded.'),

  'credential.incomplete': invalidRequest(
    'The request has as many header lines as Node keeps: it may have dropped more, and a credential among them.',
  ),
  'credential.missing': unauthenticated('No access token was sent.'),
  'credential.ambiguous': invalidRequest(
    'More than one credential was sent: two Authorization headers, two values in one, two cookies of one name, or tokens in two places.',
  ),
  'credential.cross_site': {
    status: 403,
    error: undefined,
    problem: 'cross_site',
    title: 'The request does not come from a page that may send it.',
    meaning:
      'The token is in a cookie, and the request, which may change something or opens a WebSocket, shows no origin of `csrf.origins`.',
  },
  'credential.malformed': invalidRequest('What is in the place of the token is not a token (RFC 6750 §2.1).'),
  'credential.unsupported': unauthenticated(
    'The credential comes in a way that this operation does not take: another scheme, an Authorization header where none is taken, or a token in the query.',
  ),
  'credential.too_large': invalidToken('The token is larger than the policy allows.'),

  'format.malformed': invalidToken(
    'The token is not a signed JWT: its segments or its JSON are not well formed.',
  ),
  'format.not_canonical': invalidToken(
    'A segment decodes, but is not the one canonical base64url spelling of its bytes.',
  ),
  'format.duplicate_member': invalidToken('A JSON object in the token names one member twice.'),
  'format.inexact_number': invalidToken(
    'The token has a number that a JavaScript number cannot hold exactly: two such numbers could look the same.',
  ),
  'format.unsupported': invalidToken(
    'The token uses what this library refuses on purpose: encryption, JSON serialisation, a detached payload, `crit`, `b64` or `zip`.',
  ),

  'issuer.missing': invalidToken('The token has no `iss`.'),
  'issuer.malformed': invalidToken('`iss` is not a string.'),
  'issuer.untrusted': invalidToken('The service does not accept tokens of this issuer.'),

  'algorithm.not_allowed': invalidToken('The policy does not allow this algorithm for this issuer.'),

  'key.unknown': invalidToken('The issuer publishes no key that the token names.'),
  'key.unsuitable': invalidToken(
    'The key exists, but may not be used with this algorithm or for signatures.',
  ),
  'key.unavailable': unavailable("The issuer's keys could not be fetched."),

  'signature.invalid': invalidToken('The signature does not fit the token and the key.'),

  'type.mismatch': invalidToken('The token is of another type (`typ`) than the issuer gives for this use.'),

  'audience.missing': invalidToken('The token has no `aud`.'),
  'audience.malformed': invalidToken('`aud` is neither a string nor a list of strings.'),
  'audience.mismatch': invalidToken('The token is meant for another service.'),
  'audience.not_exclusive': invalidToken('The token is meant for other services as well.'),

  'time.missing': invalidToken('The token has no `exp` or no `iat`.'),
  'time.malformed': invalidToken('`exp`, `iat` or `nbf` is not a number.'),
  'time.expired': invalidToken('The token has expired.'),
  'time.not_yet_valid': invalidToken('The token is not valid yet (`nbf`).'),
  'time.issued_in_future': invalidToken('The token says that it was issued in the future (`iat`).'),
  'time.too_old': invalidToken('The token was issued longer ago than this operation allows.'),
  'time.lifetime_too_long': invalidToken('The token lives longer than the policy allows (`exp` - `iat`).'),
  'time.contradictory': invalidToken('`exp` is not after `iat` and `nbf`: the token is valid at no moment.'),

  'claims.missing': invalidToken('A claim that the policy requires is not in the token.'),
  'claims.malformed': invalidToken(
    'A claim has the wrong type, or a name in it is empty or has control characters.',
  ),
  'claims.mismatch': invalidToken('A claim that the policy requires has another value.'),

  'tenant.missing': forbidden('The token names no tenant.'),
  'tenant.malformed': forbidden("The token's tenant is not a string, is empty or has control characters."),
  'tenant.mismatch': forbidden(
    'The token belongs to another tenant, or this service does not serve the tenant.',
  ),
  'tenant.unresolved': forbidden('The request names no tenant: a mistake in the wiring of the service.'),

  'binding.required': invalidToken('The token is bound to a key, and possession of that key was not shown.'),
  'binding.malformed': invalidToken('The proof of possession is not well formed.'),
  'binding.mismatch': invalidToken('The proof of possession is for another token, key or request.'),

  'operation.unknown': forbidden('No operation of the policy matches the request.'),
  'operation.conflict': forbidden(
    'The path of the request is one operation of the policy, and the route that it came to names another.',
  ),
  'operation.scope': {
    status: 403,
    error: 'insufficient_scope',
    title: 'The access token does not have the scope that this needs.',
    meaning: 'The token lacks a scope that the operation asks for.',
  },
  'operation.role': forbidden('The token lacks a role that the operation asks for.'),
  'operation.principal': forbidden(
    'The operation is for another kind of principal (user or workload), or for another issuer.',
  ),
  'operation.identity': forbidden('The operation is for a named identity that this token is not.'),
  'operation.actor': forbidden(
    'The token names an actor that may not act for the subject, or no actor where one is required.',
  ),
  'operation.condition': forbidden('A `where` condition of the operation does not hold.'),
  'operation.step_up': {
    status: 401,
    error: 'insufficient_user_authentication',
    title: 'The user has to authenticate again, or more strongly.',
    meaning: 'The authentication of the user is too weak or too long ago (RFC 9470).',
  },

  'revocation.revoked': invalidToken('The token was revoked.'),
  'revocation.unavailable': unavailable('The revocation store cannot be reached.'),

  'replay.seen': {
    status: 401,
    error: 'invalid_dpop_proof',
    title: 'The proof of possession is not accepted here.',
    meaning: 'The proof was used before.',
  },
  'replay.unavailable': unavailable('The replay store cannot be reached.'),
};

/** All codes, in the order in which they are tested. */
export const REASON_CODES: readonly ReasonCode[] = Object.keys(REASONS) as ReasonCode[];

/** The layer a code belongs to. */
export function layerOf(code: ReasonCode): Layer {
  return code.slice(0, code.indexOf('.')) as Layer;
}
