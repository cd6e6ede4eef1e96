/** The shape of an issuer: whom we believe, with which keys. */

import * as v from 'valibot';
import { ASYMMETRIC_ALGORITHMS, HMAC_ALGORITHMS } from '../../jose/algorithms.js';
import { COMPLETE_ISSUER } from './complete-issuer.js';
import { expected } from './expected.js';
import { PROFILES } from '../model/profiles.js';
import { check, exactlyOneOf, says } from './schema-check.js';
import {
  claim,
  claimMatchers,
  clockSkew,
  distinct,
  distinctTexts,
  list,
  maxLifetime,
  maxStale,
  oneOf,
  tenants,
  text,
} from './schema-parts.js';

const secret = v.pipe(
  v.strictObject(
    {
      env: v.optional(
        v.pipe(
          text('the name of an environment variable'),
          v.regex(
            /^[A-Za-z_][A-Za-z0-9_]*$/u,
            'Expected the name of an environment variable, not the secret itself.',
          ),
        ),
      ),
      file: v.optional(text('a file')),
      encoding: v.optional(oneOf(['utf8', 'base64', 'base64url'])),
    },
    'Expected a reference to the secret, { env: NAME } or { file: path }. A secret never stands in the document.',
  ),
  check(
    (value) => (value.env === undefined) !== (value.file === undefined),
    'Expected exactly one of env and file.',
    exactlyOneOf('env', 'file'),
  ),
);

const KEY_PLACES = ['discovery', 'jwksUri', 'jwks', 'file', 'secret'] as const;

const keys = v.pipe(
  v.strictObject(
    {
      discovery: v.optional(oneOf(['oidc', 'oauth'])),
      jwksUri: v.optional(text('the URL of a JWK Set')),
      jwks: v.optional(
        v.strictObject(
          { keys: list(v.looseObject({ kty: text('a key type') }, expected('a JWK')), 'JWKs') },
          expected('a JWK Set, { keys: [...] }'),
        ),
      ),
      file: v.optional(text('a file')),
      secret: v.optional(secret),
      jwksOrigin: v.optional(text('the origin of the key set, such as https://keys.example')),
      allowedNetworks: v.optional(distinctTexts('network')),
      maxStale,
    },
    expected('where the keys are, such as { discovery: oidc }'),
  ),
  check(
    (value) => KEY_PLACES.filter((place) => value[place] !== undefined).length === 1,
    'Expected exactly one of discovery, jwksUri, jwks, file and secret.',
    exactlyOneOf(...KEY_PLACES),
  ),
);

const MEDIA_TYPE = /^[A-Za-z0-9!#$&^_.+/-]+$/u;

/** What users write who mean "no typ" or "whatever typ": as a typ, it would be compared with the token's. */
const NO_TYPE = ['none', 'any', 'all', 'optional', 'no', 'off', 'false', 'true'];
const NO_TYPE_HINT =
  'There is no word here for a token without typ, or with whatever typ: as the typ that it has to have, it would refuse every token. Write the typ that the tokens have, such as at+jwt or JWT, or a profile that knows their provider.';

/** JSON Schema has no pattern that passes over the case. */
function anyCase(word: string): string {
  return word.replace(/[a-z]/gu, (letter) => `[${letter.toUpperCase()}${letter}]`);
}

/** An issuer. What a profile may fill is optional here, and asked for in `check-issuer.ts`. */
export const issuer: v.GenericSchema = v.pipe(
  v.strictObject(
    {
      profile: v.optional(oneOf(Object.keys(PROFILES))),
      iss: v.optional(text('the exact iss of the tokens')),
      trustDomain: v.optional(text('a SPIFFE trust domain, such as prod.example')),
      tenants: v.optional(tenants),
      keys: v.optional(keys),
      algs: v.optional(distinct(list(oneOf([...ASYMMETRIC_ALGORITHMS, ...HMAC_ALGORITHMS]), 'algorithms'))),
      typ: v.optional(
        v.pipe(
          text('the typ of the tokens, such as at+jwt'),
          v.regex(MEDIA_TYPE, expected('a media type without parameters, such as at+jwt')),
          check((value) => !NO_TYPE.includes(value.toLowerCase()), NO_TYPE_HINT, {
            not: { pattern: `^(?:${NO_TYPE.map(anyCase).join('|')})$` },
          }),
          says({ examples: ['at+jwt', 'JWT'] }),
        ),
      ),
      principal: v.optional(oneOf(['user', 'workload', 'auto'])),
      tenant: v.optional(claim),
      scopes: v.optional(claim),
      roles: v.optional(claim),
      require: v.optional(claimMatchers),
      clockSkew,
      maxLifetime,
    },
    expected('an issuer'),
  ),
  says(COMPLETE_ISSUER),
);
