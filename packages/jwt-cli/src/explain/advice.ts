/** What would have to change for each reason, in one sentence: at the client, at the provider, or in the policy. */

import type { ReasonCode } from '@org/jwt-core';

const UNUSUAL = 'Have the provider, or the code that handles the token, make it as RFC 7519 says.';
const NOT_YET = 'This version never answers so.';

/** One sentence for each code. */
export const ADVICE: Readonly<Record<ReasonCode, string>> = {
  'policy.unavailable':
    'Give the service a policy that loads: `jwt-policy check` says what is wrong with it.',
  'credential.incomplete': 'Send fewer than 1000 header lines.',
  'credential.missing': 'Send a token in a place that `credentials` of the service lists.',
  'credential.ambiguous': 'Send one token, in one place.',
  'credential.cross_site': 'Send the request from an origin that `csrf.origins` lists.',
  'credential.malformed': 'Send the token alone after the scheme: no quotes, no line break, no template.',
  'credential.unsupported':
    'Send the token as `credentials` of the service says, mostly `Authorization: Bearer …`.',
  'credential.too_large': 'Have the provider put less into the token, or raise `maxTokenBytes`.',
  'format.malformed': 'Ask the provider for a signed JWT: this is an opaque token, or a part of one.',
  'format.not_canonical': 'Write the token in base64url without padding, as it was issued.',
  'format.duplicate_member': UNUSUAL,
  'format.inexact_number': 'Have the provider write long numbers as strings.',
  'format.unsupported':
    'Ask the provider for a plain signed JWT: no encryption, no `crit`, no detached payload.',
  'issuer.missing': 'Ask an issuer of the policy for an access token: this one has no `iss`.',
  'issuer.malformed': UNUSUAL,
  'issuer.untrusted':
    'Use a token of an issuer that the service accepts; or correct `iss`, letter by letter, or add the issuer to `accept`.',
  'algorithm.not_allowed': "Have the provider sign with one of the issuer's `algs`, or list this one there.",
  'key.unknown':
    'Use a token of the right environment; after a rotation, wait until the new key is published.',
  'key.unsuitable':
    "Publish a key that may be used with the token's `kid` and `alg`: `jwt-policy keys` says why not.",
  'key.unavailable': 'Make the key server reachable: `jwt-policy keys` shows the address and what came.',
  'signature.invalid': 'Use the token as it was issued: it was changed, or another party made it.',
  'type.mismatch': "Use an access token, not an ID token; or correct the issuer's `typ`.",
  'audience.missing': 'Ask the provider for a token with the audience of this service.',
  'audience.malformed': UNUSUAL,
  'audience.mismatch': 'Ask the provider for a token whose `aud` names this service.',
  'audience.not_exclusive': 'Ask for a token for this service alone: `audienceMode` is `exclusive`.',
  'time.missing': 'Have the provider write `exp` and `iat`.',
  'time.malformed': UNUSUAL,
  'time.expired': 'Fetch a fresh token.',
  'time.not_yet_valid': 'Wait until `nbf`, or correct the clocks.',
  'time.issued_in_future': 'Correct the clocks: the token was issued in the future.',
  'time.too_old': 'Fetch a fresh token: `maxAge` counts from `iat`.',
  'time.lifetime_too_long': 'Shorten the lifetime at the provider, or raise `maxLifetime`.',
  'time.contradictory': UNUSUAL,
  'claims.missing': "Have the provider write the claims that the issuer's `require` and `principal` ask for.",
  'claims.malformed': 'Have the provider write the claim with the right type.',
  'claims.mismatch': "Use a token that shows what the issuer's `require` and `principal` ask for.",
  'tenant.missing': "Have the provider write the claim that the issuer's `tenant` names.",
  'tenant.malformed': 'Have the provider write the tenant as one string.',
  'tenant.mismatch': "Ask for the token's own tenant, and for one that the service serves.",
  'tenant.unresolved': 'Name the tenant in the request, where `tenantFrom` says.',
  'binding.required': 'Ask the provider for a plain bearer token: proofs cannot be checked yet.',
  'binding.malformed': NOT_YET,
  'binding.mismatch': NOT_YET,
  'operation.unknown': 'Send a method and a path that an operation of the policy has as its `route`.',
  'operation.conflict': 'Let the route of the service and the `route` of the policy name one operation.',
  'operation.scope': 'Let the client ask for the scopes of the rule.',
  'operation.role': 'Give the caller the role, in the claim that the issuer names in `roles`.',
  'operation.principal': 'Use a token of the kind of caller, and of the issuer, that the rule is for.',
  'operation.identity': 'Use a token of the identity that the rule names.',
  'operation.actor': 'Send a token whose `act` is what the rule says: none where it says nothing.',
  'operation.condition': "Use a token whose claims show what the rule's `where` asks for.",
  'operation.step_up': NOT_YET,
  'revocation.revoked': NOT_YET,
  'revocation.unavailable': NOT_YET,
  'replay.seen': NOT_YET,
  'replay.unavailable': NOT_YET,
};
