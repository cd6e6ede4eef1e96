/** The shape of an issuer. */

import * as v from 'valibot';
import { ASYMMETRIC_ALGORITHMS, HMAC_ALGORITHMS } from '../../jose/algorithms.js';
import type { Jwk } from '../../jose/jwk.js';
import type { IssuerDocument } from './document.js';
import { expected } from './expected.js';
import { PROFILE_NAMES } from './profile-names.js';
import { check, exactlyOneOf, says, type CheckAction } from './schema-check.js';
import { limitsAt } from './schema-limits.js';
import { claim, claimMatchers, plainClaim } from './schema-matchers.js';
import { schemaOf } from './schema-of.js';
import { lacks, principal, roles } from './schema-provider.js';
import { date, distinct, distinctTexts, list, mapping, oneOf, tenants, text } from './schema-parts.js';

const REFERENCE =
  'Expected a reference to the secret, { env: NAME } or { file: path }, or a list of them. A secret is never in the document.';

const secretReference = v.pipe(
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
    REFERENCE,
  ),
  check(
    (value) => (value.env === undefined) !== (value.file === undefined),
    'Expected exactly one of env and file.',
    exactlyOneOf('env', 'file'),
  ),
);

/** Each secret and each source is tried for a token that could be of any of them. */
const MAX_TRIED = 4;

const fewOf = <Item>(items: v.GenericSchema<Item[]>, what: string): v.GenericSchema<Item[]> =>
  v.pipe(
    items,
    check((values) => values.length <= MAX_TRIED, `Expected at most ${String(MAX_TRIED)} ${what}.`, {
      maxItems: MAX_TRIED,
    }),
  );

const secret = v.union([secretReference, fewOf(list(secretReference, 'secrets'), 'secrets')], REFERENCE);

const KEY_PLACES = ['discovery', 'jwksUri', 'jwks', 'file', 'secret'] as const;

/** Only the kind of key is asked for here: `checks/check-keys.ts` looks at the rest. */
const jwk: v.GenericSchema<Jwk> = v.looseObject({ kty: text('a key type') }, expected('a JWK'));

const algs = distinct(list(oneOf([...ASYMMETRIC_ALGORITHMS, ...HMAC_ALGORITHMS]), 'algorithms'));

const KEYS = 'where the keys are, such as { discovery: oidc }';

const keySource = {
  discovery: v.optional(oneOf(['oidc', 'oauth'])),
  jwksUri: v.optional(text('the URL of a JWK Set')),
  jwks: v.optional(mapping('a JWK Set, { keys: [...] }', { keys: list(jwk, 'JWKs') })),
  file: v.optional(text('a file')),
  secret: v.optional(secret),
  jwksOrigin: v.optional(text('the origin of the key set, such as https://keys.example')),
  tokenFile: v.optional(text('a file')),
  caFile: v.optional(text('a file')),
  allowedNetworks: v.optional(distinctTexts('network')),
  ...limitsAt('keys'),
};

type Places = { readonly [Place in (typeof KEY_PLACES)[number]]?: unknown };

const onePlace = <Source extends Places>(): CheckAction<Source> =>
  check(
    (value) => KEY_PLACES.filter((place) => value[place] !== undefined).length === 1,
    'Expected exactly one of discovery, jwksUri, jwks, file and secret.',
    exactlyOneOf(...KEY_PLACES),
  );

const listedSource = v.pipe(
  mapping('a source of keys, such as { discovery: oidc, algs: [ES256] }', {
    ...keySource,
    algs,
    until: v.optional(date),
  }),
  onePlace(),
);

const keys = v.union(
  [
    v.pipe(mapping(KEYS, keySource), onePlace()),
    fewOf(list(listedSource, 'sources of keys'), 'sources of keys'),
  ],
  expected(`${KEYS}, or a list of sources, each with its algs`),
);

const MEDIA_TYPE = /^[A-Za-z0-9!#$&^_.+/-]+$/u;

/** Words that mean "no typ" or "any typ" to their author. As a typ, each would be compared with the token's. */
const NO_TYPE = ['none', 'any', 'all', 'optional', 'no', 'off', 'false', 'true'];
const NO_TYPE_HINT =
  'There is no word for a token without typ, or with any typ: this word would be compared with the typ of every token, and every token would be denied. Write the typ that the tokens have, such as at+jwt or JWT, or a profile that knows their provider.';

/** JSON Schema has no pattern that passes over the case. */
function anyCase(word: string): string {
  return word.replace(/[a-z]/gu, (letter) => `[${letter.toUpperCase()}${letter}]`);
}

const typ = v.pipe(
  text('the typ of the tokens, such as at+jwt'),
  v.regex(MEDIA_TYPE, expected('a media type without parameters, such as at+jwt')),
  check((value) => !NO_TYPE.includes(value.toLowerCase()), NO_TYPE_HINT, {
    not: { pattern: `^(?:${NO_TYPE.map(anyCase).join('|')})$` },
  }),
  says({ examples: ['at+jwt', 'JWT'] }),
);

const types = v.union(
  [typ, distinct(list(typ, 'types'))],
  expected('a typ such as at+jwt, or a list of them'),
);

/** An issuer. What a profile may fill is optional here, and asked for in `checks/check-issuer.ts`. */
export const issuer: v.GenericSchema<IssuerDocument> = schemaOf<IssuerDocument>()(
  mapping('an issuer', {
    profile: v.optional(oneOf(PROFILE_NAMES)),
    iss: v.optional(text('the exact iss of the tokens')),
    trustDomain: v.optional(text('a SPIFFE trust domain, such as prod.example')),
    tenants: v.optional(tenants),
    keys: v.optional(keys),
    algs: v.optional(algs),
    typ: v.optional(types),
    tokens: v.optional(oneOf(['access', 'id'])),
    lacks: v.optional(lacks),
    principal: v.optional(principal),
    clientId: v.optional(plainClaim),
    tenant: v.optional(claim),
    scopes: v.optional(claim),
    roles: v.optional(roles),
    require: v.optional(claimMatchers),
    ...limitsAt('issuer'),
  }),
);
