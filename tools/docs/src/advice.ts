/** What an operator can do about each denial. The reference page prints it after the meaning of the code. */

import type { ReasonCode } from '@org/jwt-core';

/** Codes that this version never answers with: their checks are not built yet. */
export const RESERVED: ReadonlySet<ReasonCode> = new Set<ReasonCode>([
  'binding.malformed',
  'binding.mismatch',
  'operation.step_up',
  'revocation.revoked',
  'revocation.unavailable',
  'replay.seen',
  'replay.unavailable',
]);

const PROVIDER = 'The provider, or something on the way, made an unusual token.';
const CODE = 'Look for the code that made or copied the token.';
const RESERVED_YET = 'Reserved: this version never answers with it.';

/** One or two sentences for each code. */
export const ADVICE: Readonly<Record<ReasonCode, string>> = {
  'policy.unavailable':
    'There is no valid policy yet, or the one in force is too old. `verifier.describe()` and the policy events say why.',

  'credential.incomplete':
    'Send fewer than 1000 header lines. Where the server sets `maxHeadersCount`, set it well above what your proxies send.',
  'credential.missing':
    'The client sent no token in a place that `credentials` lists (the `Authorization` header by default), or a proxy removed it.',
  'credential.ambiguous':
    'Send one token, in one place. The event says which places had one. An old cookie counts: let the application delete it.',
  'credential.cross_site':
    'Does `csrf.origins` list the origin of the page, with its scheme and port? See [credentials](../guide/credentials.md#cookies).',
  'credential.malformed': `Often a template that was not filled in, quotes around the token, or a line break. ${CODE}`,
  'credential.unsupported':
    'Send the token where `credentials` says, in most cases as `Authorization: Bearer …`. `Basic`, `DPoP` and a token in the query are denied.',
  'credential.too_large':
    'Let the provider put less into the token, or raise `maxTokenBytes` under `defaults`.',

  'format.malformed':
    'An opaque token, or one that was cut off. Some providers (Auth0) give a JWT only to a client that asks for an audience.',
  'format.not_canonical': 'Often padding (`=`) or plain base64 (`+`, `/`) where base64url is wanted.',
  'format.duplicate_member': `${PROVIDER} Two readers could understand it in two ways.`,
  'format.inexact_number':
    'An id of more than 15 digits. Let the provider write it as a string; the reason names the claim.',
  'format.unsupported':
    'Five parts are an encrypted token: some providers (Auth0) give one to a client that asks for no audience. Else, ask the provider for a plain signed JWT.',

  'issuer.missing': 'Is it an access token of one of your issuers?',
  'issuer.malformed': PROVIDER,
  'issuer.untrusted':
    "Compare the token's `iss` with `iss` in the policy: they must be equal, final slash included. Does `accept` list the issuer?",

  'algorithm.not_allowed': "Compare the header's `alg` with the issuer's `algs`.",

  'key.unknown':
    'After a rotation the new key is found within 30 seconds. If it stays: is the token of the right environment? The event says whether a source of keys has reached its `until`.',
  'key.unsuitable':
    'The decision event says which: private or weak key, wrong `use`, no `alg` and several that fit, one `kid` for two keys.',
  'key.unavailable':
    '`verifier.warmUp()` and the `keys.failed` event name the address that was asked, and what came. Where no key of the set can be used, waiting does not help: the event `keys.unusable` says why.',

  'signature.invalid': 'The token was changed or made by another party, or `kid` names another key.',

  'type.mismatch':
    "Usually an ID token where an access token belongs. Else compare the header's `typ` with the issuer's `typ`.",

  'audience.missing': 'Ask the provider for a token with this audience or resource.',
  'audience.malformed': PROVIDER,
  'audience.mismatch':
    "Let the client ask for a token for this service: its `aud` must be the service's `audience`.",
  'audience.not_exclusive': 'The service says `audienceMode: exclusive`: ask for a token for it alone.',

  'time.missing': 'Both are needed. Let the provider write them.',
  'time.malformed': PROVIDER,
  'time.expired': 'Fetch a fresh token. If it is fresh: compare the clocks.',
  'time.not_yet_valid': 'Compare the clocks of the provider and of this machine.',
  'time.issued_in_future': 'Compare the clocks of the provider and of this machine.',
  'time.too_old': 'Fetch a fresh token: `maxAge` counts from `iat`, however long `exp` allows.',
  'time.lifetime_too_long': 'Shorten the lifetime at the provider, or raise `maxLifetime` under `defaults`.',
  'time.contradictory': PROVIDER,

  'claims.missing':
    "Compare the token with the issuer's `require`. A user has a `sub`; with `principal: auto`, a token needs both `sub` and `client_id`.",
  'claims.malformed':
    'Types are checked on every token, also where no rule reads the claim. The event names the claim.',
  'claims.mismatch':
    "Compare the token with the issuer's `require`. Does it name a program where `principal` says `user`? See [profiles](profiles.md#programs-are-not-users).",

  'tenant.missing': "Does the issuer's `tenant` name the right claim, and does the provider write it?",
  'tenant.malformed': 'The claim must be one string that is not empty and has no control characters.',
  'tenant.mismatch': 'The request asks for data of another tenant, or the tenant is not in `tenants`.',
  'tenant.unresolved':
    'Does `tenantFrom` name the path parameter, header or label that the request has? In Express: `mergeParams`.',

  'binding.required': 'Ask the provider for a plain bearer token: proofs cannot be checked yet.',
  'binding.malformed': RESERVED_YET,
  'binding.mismatch': RESERVED_YET,

  'operation.conflict':
    '`guard()` and `operation(name)`, or two guards with a rewrite between them, disagree about one request. The event names both: correct the name on the route, or the `route:` in the policy.',
  'operation.unknown':
    "Is there an operation with this method and path? The event's `unmatched` says which routes it is like, and whether the path is canonical. `OPTIONS` belongs before `guard()`.",
  'operation.scope': 'The challenge lists the scopes of the rule: let the client ask for them.',
  'operation.role': "Does the user have the role, and does the issuer's `roles` name the right claim?",
  'operation.principal':
    'A workload used an operation for users, or the other way round; or the token is of another issuer than the rule names. See `principal` and `issuer`.',
  'operation.identity': 'The event says whether the issuer or a claim differs from the `identities` entry.',
  'operation.actor':
    'A rule without `actor` denies tokens with an actor. Compare the `act` claim with the rule.',
  'operation.condition': 'The event names the claim, what was expected and what was found.',
  'operation.step_up': RESERVED_YET,

  'revocation.revoked': RESERVED_YET,
  'revocation.unavailable': RESERVED_YET,

  'replay.seen': RESERVED_YET,
  'replay.unavailable': RESERVED_YET,
};
