import { edited, SMALL, withLine } from '../policy-documents.js';
import type { Mistake } from './mistake.js';

export const inRule = (members: string): string => edited('principal: user', `principal: user, ${members}`);
export const inService = (line: string): string => withLine('accept:', `    ${line}`);
export const inOperation = (line: string): string => withLine('route:', `        ${line}`);
const inIssuer = (line: string): string => withLine('typ: at+jwt', `    ${line}`);
export const identity = (members: string): string =>
  `${SMALL}identities:\n  bot: { issuer: login, ${members} }\n`;
const waiver = (members: string): string => `${SMALL}waivers: [{ ${members} }]\n`;
const WAIVED = 'reason: r, owner: me, expires: 2027-01-31';
const DUE = 'owner: me, reviewBy: 2027-01-31';
const RULE = '/services/orders/operations/list/allow/0';

export const SHAPE_MISTAKES: readonly Mistake[] = [
  ['a document of one word', 'hello', '1:1 invalid'],
  ['a document that is a list', '- a', '1:1 invalid'],
  ['another version', edited('v1', 'v2'), '1:13 invalid /apiVersion'],
  ['another kind', edited('JwtPolicy', 'Policy'), '2:7 invalid /kind'],
  ['a missing section', edited('metadata: { name: shop }\n', ''), '1:1 missing_key /metadata'],
  ['an empty section', edited('name: shop', ''), '3:11 missing_key /metadata/name'],
  [
    'a revision that is a number',
    edited('name: shop', 'name: shop, revision: 2026'),
    '3:35 invalid /metadata/revision',
  ],

  ['a typo in a key at the top', `${SMALL}default: {}\n`, '18:1 unknown_key /default'],
  ['a typo in a key of an issuer', inIssuer('princpal: user'), '10:5 unknown_key /issuers/login/princpal'],
  ['a typo in a key of a service', inService('maxage: 5m'), '14:5 unknown_key /services/orders/maxage'],
  [
    'a typo in a key of an operation',
    inOperation('tenantfrom: path.t'),
    '17:9 unknown_key /services/orders/operations/list/tenantfrom',
  ],
  ['a typo in a key of a rule', inRule('scope: [a]'), `17:36 unknown_key ${RULE}/scope`],
  ['a typo in a matcher', inRule('where: { a: { equal: 1 } }'), `17:50 unknown_key ${RULE}/where/a/equal`],
  [
    'a typo in a matcher inside a matcher',
    inRule('where: { a: { not: { equal: 1 } } }'),
    `17:57 unknown_key ${RULE}/where/a/not/equal`,
  ],
  [
    'a typo in a matcher inside a list',
    inRule('where: { a: { anyOf: [{ equal: 1 }] } }'),
    `17:60 unknown_key ${RULE}/where/a/anyOf/0/equal`,
  ],
  [
    'a regular expression',
    inRule('where: { a: { matches: ".*" } }'),
    `17:50 unknown_key ${RULE}/where/a/matches`,
  ],
  ['a key that means nothing', inService('foo: 1'), '14:5 unknown_key /services/orders/foo'],
  [
    'a key that every object of JavaScript has',
    inService('toString: 1'),
    '14:5 unknown_key /services/orders/toString',
  ],
  [
    'a typo in a waiver',
    waiver(`rule: JP005, at: /services, ${WAIVED}, until: 2027-01-31`),
    '18:84 unknown_key /waivers/0/until',
  ],
  [
    'a waiver without a reason',
    waiver('rule: JP005, at: /services, owner: me, expires: 2027-01-31'),
    '18:11 missing_key /waivers/0/reason',
  ],
  ['a waiver of every rule', waiver(`rule: '*', at: /services, ${WAIVED}`), '18:19 invalid /waivers/0/rule'],
  [
    'a waiver of a place that is no pointer',
    waiver(`rule: JP005, at: services/orders, ${WAIVED}`),
    '18:30 invalid /waivers/0/at',
  ],
  ['a waiver of the whole document', waiver(`rule: JP005, at: /, ${WAIVED}`), '18:30 invalid /waivers/0/at'],
  [
    'a waiver until a day that does not exist',
    waiver('rule: JP005, at: /services, reason: r, owner: me, expires: 2027-02-30'),
    '18:72 invalid /waivers/0/expires',
  ],
  ['no waivers', `${SMALL}waivers: []\n`, '18:10 invalid /waivers'],
  ['a typo in an algorithm', edited('ES256', 'ES265'), '8:12 invalid /issuers/login/algs/0'],
  ['the algorithm none', edited('ES256', 'none'), '8:12 invalid /issuers/login/algs/0'],
  ['a typo in a principal', edited('principal: user', 'principal: users'), `17:30 invalid ${RULE}/principal`],
  ['a typo in auth', inOperation('auth: pubic'), '17:15 invalid /services/orders/operations/list/auth'],
  ['tenant with a name', inOperation('tenant: eu'), '17:17 invalid /services/orders/operations/list/tenant'],
  [
    'a principal of a rule that is auto',
    edited('principal: user', 'principal: auto'),
    `17:30 invalid ${RULE}/principal`,
  ],

  [
    'an audience that is an empty list',
    edited('audience: https://orders.example', 'audience: []'),
    '12:15 invalid /services/orders/audience',
  ],
  [
    'an audience that is empty',
    edited('https://orders.example', '""'),
    '12:15 invalid /services/orders/audience',
  ],
  [
    'an audience that is null',
    edited(' https://orders.example', ''),
    '12:14 invalid /services/orders/audience',
  ],
  [
    'an audience that was undefined before',
    edited('https://orders.example', 'undefined'),
    '12:15 invalid /services/orders/audience',
  ],
  ['a ${VAR}', edited('https://orders.example', '${AUDIENCE}'), '12:15 invalid /services/orders/audience'],
  [
    'a ${VAR} inside a text',
    edited('https://id.example/', 'https://${HOST}/'),
    '6:10 invalid /issuers/login/iss',
  ],
  [
    'a ${VAR} in a matcher',
    inRule('where: { a: { not: { equals: "${X}" } } }'),
    `17:65 invalid ${RULE}/where/a/not/equals`,
  ],
  [
    'a ${VAR} in a list of a matcher',
    inRule('where: { a: { in: ["${X}"] } }'),
    `17:55 invalid ${RULE}/where/a/in/0`,
  ],

  ['a duration without a unit', inService('maxAge: 10'), '14:13 invalid /services/orders/maxAge'],
  ['a duration without a unit, quoted', inService('maxAge: "10"'), '14:13 invalid /services/orders/maxAge'],
  ['a duration with two units', inService('maxAge: 1h30m'), '14:13 invalid /services/orders/maxAge'],
  ['a duration of nothing', inService('maxAge: 0s'), '14:13 invalid /services/orders/maxAge'],
  ['an age above the ceiling', inService('maxAge: 2d'), '14:13 invalid /services/orders/maxAge'],
  ['a skew above the ceiling', `${SMALL}defaults: { clockSkew: 2m }\n`, '18:24 invalid /defaults/clockSkew'],
  [
    'a lifetime above the ceiling',
    `${SMALL}defaults: { maxLifetime: 25h }\n`,
    '18:26 invalid /defaults/maxLifetime',
  ],
  [
    'a token size with a unit',
    `${SMALL}defaults: { maxTokenBytes: 8k }\n`,
    '18:28 invalid /defaults/maxTokenBytes',
  ],
  [
    'a token size with a fraction',
    `${SMALL}defaults: { maxTokenBytes: 1000.5 }\n`,
    '18:28 invalid /defaults/maxTokenBytes',
  ],
  [
    'a token size that is too small',
    `${SMALL}defaults: { maxTokenBytes: 10 }\n`,
    '18:28 invalid /defaults/maxTokenBytes',
  ],
  [
    'a token size that is too large',
    `${SMALL}defaults: { maxTokenBytes: 100000 }\n`,
    '18:28 invalid /defaults/maxTokenBytes',
  ],
  [
    'a size limit in an operation',
    inOperation('maxTokenBytes: 4096'),
    '17:9 unknown_key /services/orders/operations/list/maxTokenBytes',
  ],

  ['no services', SMALL.replace(/services:[^]*/u, 'services: {}\n'), '10:11 invalid /services'],
  ['services as a list', SMALL.replace(/services:[^]*/u, 'services: [a]\n'), '10:11 invalid /services'],
  ['a name with a space', edited('  orders:', '  my orders:'), '12:5 invalid /services/my orders'],
  ['a service that is empty', SMALL.replace(/ {4}audience[^]*/u, ''), '11:10 invalid /services/orders'],
  [
    'an operation that is empty',
    SMALL.replace(/ {8}route[^]*/u, ''),
    '15:12 invalid /services/orders/operations/list',
  ],
  ['an empty accept', edited('[login]', '[]'), '13:13 invalid /services/orders/accept'],
  ['accept as a text', edited('[login]', 'login'), '13:13 invalid /services/orders/accept'],
  [
    'accept with an audience missing',
    edited('[login]', '[{ issuer: login }]'),
    '13:14 invalid /services/orders/accept/0',
  ],
  ['an empty list of algorithms', edited('[ES256]', '[]'), '8:11 invalid /issuers/login/algs'],
  ['an algorithm twice', edited('[ES256]', '[ES256, ES256]'), '8:11 invalid /issuers/login/algs'],
  [
    'an empty allow',
    edited('[{ principal: user }]', '[]'),
    '17:16 invalid /services/orders/operations/list/allow',
  ],
  [
    'an allow that is one rule',
    edited('[{ principal: user }]', '{ principal: user }'),
    '17:16 invalid /services/orders/operations/list/allow',
  ],
  ['an allow that is a word', edited('[{ principal: user }]', '[user]'), `17:17 invalid ${RULE}`],
  ['a rule without who', edited('principal: user', 'scopes: [a]'), `17:17 invalid ${RULE}`],
  ['a rule for two', inRule('identity: bot'), `17:17 invalid ${RULE}`],
  [
    'a rule for an identity, and an issuer',
    edited('principal: user', 'issuer: login, identity: bot'),
    `17:17 invalid ${RULE}`,
  ],
  ['scopes as a text', inRule('scopes: "a b"'), `17:44 invalid ${RULE}/scopes`],
  ['a scope with a space', inRule('scopes: ["a b"]'), `17:44 invalid ${RULE}/scopes`],
  ['no scope', inRule('scopes: []'), `17:44 invalid ${RULE}/scopes`],
  ['one of no scopes', inRule('scopes: { anyOf: [] }'), `17:53 invalid ${RULE}/scopes/anyOf`],
  ['a scope twice', inRule('scopes: [a, a]'), `17:44 invalid ${RULE}/scopes`],
  ['all of the scopes, spelt out', inRule('scopes: { allOf: [a] }'), `17:44 invalid ${RULE}/scopes`],
  ['a role that is a number', inRule('roles: [1]'), `17:44 invalid ${RULE}/roles/0`],
  ['tenants as a text', inService('tenants: eu'), '14:14 invalid /services/orders/tenants'],
  ['a tenant that is a number', inService('tenants: [1]'), '14:15 invalid /services/orders/tenants/0'],

  ['a condition without a matcher', inRule('where: { a: x }'), `17:48 invalid ${RULE}/where/a`],
  ['a condition with an empty matcher', inRule('where: { a: {} }'), `17:48 invalid ${RULE}/where/a`],
  ['no condition', inRule('where: {}'), `17:43 invalid ${RULE}/where`],
  ['a matcher with a list', inRule('where: { a: { equals: [1] } }'), `17:58 invalid ${RULE}/where/a/equals`],
  ['a matcher with null', inRule('where: { a: { equals: null } }'), `17:58 invalid ${RULE}/where/a/equals`],
  ['one of no values', inRule('where: { a: { in: [] } }'), `17:54 invalid ${RULE}/where/a/in`],
  ['a comparison with a text', inRule('where: { a: { gte: "1" } }'), `17:55 invalid ${RULE}/where/a/gte`],
  ['presence as a text', inRule('where: { a: { present: "yes" } }'), `17:59 invalid ${RULE}/where/a/present`],
  [
    'a prefix without a delimiter',
    inRule('where: { a: { startsWith: repo } }'),
    `17:62 invalid ${RULE}/where/a/startsWith`,
  ],
  [
    'a prefix with a wildcard',
    inRule('where: { a: { startsWith: "repo:acme/*" } }'),
    `17:62 invalid ${RULE}/where/a/startsWith`,
  ],
  [
    'a prefix that ends in a mark of its last letter',
    inRule('where: { a: { startsWith: "repo:\u0915\u0940" } }'),
    `17:62 invalid ${RULE}/where/a/startsWith`,
  ],
  ['a bad JSON Pointer', inRule('where: { /a~2: { equals: 1 } }'), `17:51 invalid ${RULE}/where/~1a~02`],

  ['no matcher for an identity', identity(DUE), '19:8 invalid /identities/bot'],
  [
    'no owner',
    identity('require: { a: { equals: 1 } }, reviewBy: 2027-01-31'),
    '19:8 missing_key /identities/bot/owner',
  ],
  [
    'a date in another form',
    identity('require: { a: { equals: 1 } }, owner: me, reviewBy: 31.1.2027'),
    '19:77 invalid /identities/bot/reviewBy',
  ],
  [
    'a date that does not exist',
    identity('require: { a: { equals: 1 } }, owner: me, reviewBy: 2027-02-30'),
    '19:77 invalid /identities/bot/reviewBy',
  ],
  [
    'a date with a month of its own',
    identity('require: { a: { equals: 1 } }, owner: me, reviewBy: 2027-13-01'),
    '19:77 invalid /identities/bot/reviewBy',
  ],

  ['metadata as a list', edited('{ name: shop }', '[shop]'), '3:11 invalid /metadata'],
  ['limits as an empty list', `${SMALL}defaults: []\n`, '18:11 invalid /defaults'],
  ['a rule as a list', edited('{ principal: user }', '[user]'), `17:17 invalid ${RULE}`],
  ['conditions as a list', inRule('where: [{ a: { equals: 1 } }]'), `17:43 invalid ${RULE}/where`],
  ['a matcher as a list', inRule('where: { a: [{ equals: 1 }] }'), `17:48 invalid ${RULE}/where/a`],
  [
    'a secret that is a word in a list',
    edited('discovery: oidc', 'secret: [A]'),
    '7:22 invalid /issuers/login/keys/secret/0',
  ],
  ['no secret', edited('discovery: oidc', 'secret: []'), '7:21 invalid /issuers/login/keys/secret'],
  ['no source of keys', edited('{ discovery: oidc }', '[]'), '7:11 invalid /issuers/login/keys'],
  [
    'a source of a list without algorithms',
    edited('{ discovery: oidc }', '[{ discovery: oidc }]'),
    '7:12 missing_key /issuers/login/keys/0/algs',
  ],
  [
    'algorithms of the only source',
    edited('{ discovery: oidc }', '{ discovery: oidc, algs: [ES256] }'),
    '7:30 unknown_key /issuers/login/keys/algs',
  ],
  [
    'two places for the keys of a source',
    edited('{ discovery: oidc }', '[{ discovery: oidc, jwksUri: https://id.example/keys, algs: [ES256] }]'),
    '7:12 invalid /issuers/login/keys/0',
  ],
  [
    'an end that is not a day',
    edited('{ discovery: oidc }', '[{ discovery: oidc, algs: [ES256], until: 2027-02-30 }]'),
    '7:53 invalid /issuers/login/keys/0/until',
  ],
  [
    'more sources than are tried',
    edited('{ discovery: oidc }', `[${Array(5).fill('{ discovery: oidc, algs: [ES256] }').join(', ')}]`),
    '7:11 invalid /issuers/login/keys',
  ],
  [
    'more secrets than are tried',
    edited(
      'discovery: oidc',
      `secret: [${['A', 'B', 'C', 'D', 'E'].map((env) => `{ env: ${env} }`).join(', ')}]`,
    ),
    '7:21 invalid /issuers/login/keys/secret',
  ],

  ['no place for the keys', edited('{ discovery: oidc }', '{}'), '7:11 invalid /issuers/login/keys'],
  [
    'two places for the keys',
    edited('discovery: oidc', 'discovery: oidc, jwksUri: https://id.example/keys'),
    '7:11 invalid /issuers/login/keys',
  ],
  ['another discovery', edited('oidc', 'openid'), '7:24 invalid /issuers/login/keys/discovery'],
  [
    'a secret in the document',
    edited('discovery: oidc', 'secret: hunter2'),
    '7:21 invalid /issuers/login/keys/secret',
  ],
  [
    'a secret in the place of its name',
    edited('discovery: oidc', 'secret: { env: "hunter 2" }'),
    '7:28 invalid /issuers/login/keys/secret/env',
  ],
  [
    'a secret in two places',
    edited('discovery: oidc', 'secret: { env: A, file: b }'),
    '7:21 invalid /issuers/login/keys/secret',
  ],
  [
    'a secret in no place',
    edited('discovery: oidc', 'secret: { encoding: base64 }'),
    '7:21 invalid /issuers/login/keys/secret',
  ],
  [
    'keys that are not JWKs',
    edited('discovery: oidc', 'jwks: { keys: [{ n: x }] }'),
    '7:28 missing_key /issuers/login/keys/jwks/keys/0/kty',
  ],
  ['no type', edited('at+jwt', 'none'), '9:10 invalid /issuers/login/typ'],
  ['any type', edited('at+jwt', 'Any'), '9:10 invalid /issuers/login/typ'],
  [
    'typ as it was spelt before',
    edited('typ: at+jwt', 'type: at+jwt'),
    '9:5 unknown_key /issuers/login/type',
  ],
  [
    'allowedNetworks as it was spelt before',
    edited('{ discovery: oidc }', '{ discovery: oidc, network: [10.0.0.0/8] }'),
    '7:30 unknown_key /issuers/login/keys/network',
  ],
  ['a type with parameters', edited('at+jwt', '"at+jwt; v=1"'), '9:10 invalid /issuers/login/typ'],
  [
    'a place for the tenant that is none',
    inService('tenantFrom: query.tenant'),
    '14:17 invalid /services/orders/tenantFrom',
  ],
  [
    'a label that is not counted',
    inService('tenantFrom: host.first'),
    '14:17 invalid /services/orders/tenantFrom',
  ],

  ['an unknown profile', inIssuer('profile: github-action'), '10:14 invalid /issuers/login/profile'],
  ['tenants that are one text', inIssuer('tenants: eu'), '10:14 invalid /issuers/login/tenants'],
  [
    'a mode that is none',
    inOperation('mode: shadows'),
    '17:15 invalid /services/orders/operations/list/mode',
  ],
  [
    'a day that does not exist',
    inOperation('shadowUntil: 2027-02-30'),
    '17:22 invalid /services/orders/operations/list/shadowUntil',
  ],
  [
    'a binding',
    inOperation('binding: dpop'),
    '17:9 not_supported_yet /services/orders/operations/list/binding',
  ],
  ['a binding of a service', inService('binding: dpop'), '14:5 not_supported_yet /services/orders/binding'],
  [
    'a step-up',
    inOperation('stepUp: { acr: [x] }'),
    '17:9 not_supported_yet /services/orders/operations/list/stepUp',
  ],
  [
    'a step-up of a service',
    inService('stepUp: { acr: [x] }'),
    '14:5 not_supported_yet /services/orders/stepUp',
  ],
];
