import { describe, expect, it } from 'vitest';
import {
  edited,
  placeOf,
  problemsOf,
  SMALL,
  withLine,
  type Mistake,
} from '../../../test/policy-documents.js';

const inRule = (members: string): string => edited('principal: user', `principal: user, ${members}`);
const inService = (line: string): string => withLine('accept:', `    ${line}`);
const inOperation = (line: string): string => withLine('route:', `        ${line}`);
const inIssuer = (line: string): string => withLine('typ: at+jwt', `    ${line}`);
const identity = (members: string): string => `${SMALL}identities:\n  bot: { issuer: login, ${members} }\n`;
const DUE = 'owner: me, reviewBy: 2027-01-31';
const RULE = '/services/orders/operations/list/allow/0';

const MISTAKES: readonly Mistake[] = [
  ['a document of one word', 'hello', '1:1 invalid', 'Expected a policy document'],
  ['a document that is a list', '- a', '1:1 invalid', 'found a list.'],
  [
    'another version',
    edited('v1', 'v2'),
    '1:13 invalid /apiVersion',
    'Expected apiVersion: jwt-policy/v1, found "jwt-policy/v2".',
  ],
  ['another kind', edited('JwtPolicy', 'Policy'), '2:7 invalid /kind', 'Expected kind: JwtPolicy'],
  [
    'a missing section',
    edited('metadata: { name: shop }\n', ''),
    '1:1 missing_key /metadata',
    '"metadata" is missing here.',
  ],
  [
    'an empty section',
    edited('name: shop', ''),
    '3:11 missing_key /metadata/name',
    '"name" is missing here.',
  ],
  [
    'a revision that is a number',
    edited('name: shop', 'name: shop, revision: 2026'),
    '3:35 invalid /metadata/revision',
    'found the number 2026. Quote it',
  ],

  [
    'a typo in a key at the top',
    `${SMALL}default: {}\n`,
    '18:1 unknown_key /default',
    'Did you mean "defaults"?',
  ],
  [
    'a typo in a key of an issuer',
    inIssuer('princpal: user'),
    '10:5 unknown_key /issuers/login/princpal',
    'Did you mean "principal"?',
  ],
  [
    'a typo in a key of a service',
    inService('maxage: 5m'),
    '14:5 unknown_key /services/orders/maxage',
    'Did you mean "maxAge"?',
  ],
  [
    'a typo in a key of an operation',
    inOperation('tenantfrom: path.t'),
    '17:9 unknown_key /services/orders/operations/list/tenantfrom',
    'Did you mean "tenantFrom"?',
  ],
  [
    'a typo in a key of a rule',
    inRule('scope: [a]'),
    `17:36 unknown_key ${RULE}/scope`,
    'Did you mean "scopes"?',
  ],
  [
    'a typo in a matcher',
    inRule('where: { a: { equal: 1 } }'),
    `17:50 unknown_key ${RULE}/where/a/equal`,
    'Did you mean "equals"?',
  ],
  [
    'a typo in a matcher inside a matcher',
    inRule('where: { a: { not: { equal: 1 } } }'),
    `17:57 unknown_key ${RULE}/where/a/not/equal`,
    'Did you mean "equals"?',
  ],
  [
    'a typo in a matcher inside a list',
    inRule('where: { a: { anyOf: [{ equal: 1 }] } }'),
    `17:60 unknown_key ${RULE}/where/a/anyOf/0/equal`,
    'Did you mean "equals"?',
  ],
  [
    'a regular expression',
    inRule('where: { a: { matches: ".*" } }'),
    `17:50 unknown_key ${RULE}/where/a/matches`,
    'Known here: equals, in, contains',
  ],
  [
    'a key that means nothing',
    inService('foo: 1'),
    '14:5 unknown_key /services/orders/foo',
    'Known here: audience, audienceMode, accept',
  ],
  [
    'a key that every object of JavaScript has',
    inService('toString: 1'),
    '14:5 unknown_key /services/orders/toString',
    '"toString" is no key',
  ],
  [
    'a typo in an algorithm',
    edited('ES256', 'ES265'),
    '8:12 invalid /issuers/login/algs/0',
    'Did you mean "ES256"?',
  ],
  [
    'the algorithm none',
    edited('ES256', 'none'),
    '8:12 invalid /issuers/login/algs/0',
    'Expected one of RS256',
  ],
  [
    'a typo in a principal',
    edited('principal: user', 'principal: users'),
    `17:30 invalid ${RULE}/principal`,
    'Did you mean "user"?',
  ],
  [
    'a typo in auth',
    inOperation('auth: pubic'),
    '17:15 invalid /services/orders/operations/list/auth',
    'Did you mean "public"?',
  ],
  [
    'tenant with a name',
    inOperation('tenant: eu'),
    '17:17 invalid /services/orders/operations/list/tenant',
    'Expected one of any, found "eu".',
  ],
  [
    'a principal of a rule that is auto',
    edited('principal: user', 'principal: auto'),
    `17:30 invalid ${RULE}/principal`,
    'Expected one of user, workload',
  ],

  [
    'an audience that is a list',
    edited('audience: https://orders.example', 'audience: [a, b]'),
    '12:15 invalid /services/orders/audience',
    'Expected the one string that aud must contain, found a list.',
  ],
  [
    'an audience that is empty',
    edited('https://orders.example', '""'),
    '12:15 invalid /services/orders/audience',
    'Is an environment variable unset?',
  ],
  [
    'an audience that is null',
    edited(' https://orders.example', ''),
    '12:14 invalid /services/orders/audience',
    'found null. Is the value missing?',
  ],
  [
    'an audience that was undefined before',
    edited('https://orders.example', 'undefined'),
    '12:15 invalid /services/orders/audience',
    'Is an environment variable unset?',
  ],
  [
    'a ${VAR}',
    edited('https://orders.example', '${AUDIENCE}'),
    '12:15 invalid /services/orders/audience',
    '${…} is not replaced in a policy document',
  ],
  [
    'a ${VAR} inside a text',
    edited('https://id.example/', 'https://${HOST}/'),
    '6:10 invalid /issuers/login/iss',
    '${…} is not replaced',
  ],
  [
    'a ${VAR} in a matcher',
    inRule('where: { a: { not: { equals: "${X}" } } }'),
    `17:65 invalid ${RULE}/where/a/not/equals`,
    '${…} is not replaced',
  ],
  [
    'a ${VAR} in a list of a matcher',
    inRule('where: { a: { in: ["${X}"] } }'),
    `17:55 invalid ${RULE}/where/a/in/0`,
    '${…} is not replaced',
  ],

  [
    'a duration without a unit',
    inService('maxAge: 10'),
    '14:13 invalid /services/orders/maxAge',
    'Expected a duration with a unit, such as 5s, 10m or 1h, found the number 10.',
  ],
  [
    'a duration without a unit, quoted',
    inService('maxAge: "10"'),
    '14:13 invalid /services/orders/maxAge',
    'found "10".',
  ],
  [
    'a duration with two units',
    inService('maxAge: 1h30m'),
    '14:13 invalid /services/orders/maxAge',
    'found "1h30m".',
  ],
  [
    'a duration of nothing',
    inService('maxAge: 0s'),
    '14:13 invalid /services/orders/maxAge',
    'longer than zero',
  ],
  [
    'an age above the ceiling',
    inService('maxAge: 2d'),
    '14:13 invalid /services/orders/maxAge',
    'at most 24h',
  ],
  [
    'a skew above the ceiling',
    `${SMALL}defaults: { clockSkew: 2m }\n`,
    '18:24 invalid /defaults/clockSkew',
    'at most 60s',
  ],
  [
    'a lifetime above the ceiling',
    `${SMALL}defaults: { maxLifetime: 25h }\n`,
    '18:26 invalid /defaults/maxLifetime',
    'at most 24h',
  ],
  [
    'a token size with a unit',
    `${SMALL}defaults: { maxTokenBytes: 8k }\n`,
    '18:28 invalid /defaults/maxTokenBytes',
    'a number of bytes',
  ],
  [
    'a token size with a fraction',
    `${SMALL}defaults: { maxTokenBytes: 1000.5 }\n`,
    '18:28 invalid /defaults/maxTokenBytes',
    'a whole number',
  ],
  [
    'a token size that is too small',
    `${SMALL}defaults: { maxTokenBytes: 10 }\n`,
    '18:28 invalid /defaults/maxTokenBytes',
    'at least 256',
  ],
  [
    'a token size that is too large',
    `${SMALL}defaults: { maxTokenBytes: 100000 }\n`,
    '18:28 invalid /defaults/maxTokenBytes',
    'at most 16384',
  ],
  [
    'a size limit in an operation',
    inOperation('maxTokenBytes: 4096'),
    '17:9 unknown_key /services/orders/operations/list/maxTokenBytes',
    'is no key',
  ],

  [
    'no services',
    SMALL.replace(/services:[^]*/u, 'services: {}\n'),
    '10:11 invalid /services',
    'at least one entry under services',
  ],
  [
    'services as a list',
    SMALL.replace(/services:[^]*/u, 'services: [a]\n'),
    '10:11 invalid /services',
    'Expected a mapping of names to services, found a list.',
  ],
  [
    'a name with a space',
    edited('  orders:', '  my orders:'),
    '12:5 invalid /services/my orders',
    'a name of at most 64 letters',
  ],
  [
    'a service that is empty',
    SMALL.replace(/ {4}audience[^]*/u, ''),
    '11:10 invalid /services/orders',
    'Expected a service, found null.',
  ],
  [
    'an operation that is empty',
    SMALL.replace(/ {8}route[^]*/u, ''),
    '15:12 invalid /services/orders/operations/list',
    'Expected an operation, found null.',
  ],
  ['an empty accept', edited('[login]', '[]'), '13:13 invalid /services/orders/accept', 'at least one entry'],
  [
    'accept as a text',
    edited('[login]', 'login'),
    '13:13 invalid /services/orders/accept',
    'Expected a list of issuers, found "login".',
  ],
  [
    'accept with an audience missing',
    edited('[login]', '[{ issuer: login }]'),
    '13:14 missing_key /services/orders/accept/0/audience',
    '"audience" is missing here.',
  ],
  [
    'an empty list of algorithms',
    edited('[ES256]', '[]'),
    '8:11 invalid /issuers/login/algs',
    'at least one entry',
  ],
  ['an algorithm twice', edited('[ES256]', '[ES256, ES256]'), '8:11 invalid /issuers/login/algs', 'twice'],
  [
    'an empty allow',
    edited('[{ principal: user }]', '[]'),
    '17:16 invalid /services/orders/operations/list/allow',
    'at least one entry',
  ],
  [
    'an allow that is one rule',
    edited('[{ principal: user }]', '{ principal: user }'),
    '17:16 invalid /services/orders/operations/list/allow',
    'Expected a list of rules, found a mapping.',
  ],
  [
    'an allow that is a word',
    edited('[{ principal: user }]', '[user]'),
    `17:17 invalid ${RULE}`,
    'Expected a rule, such as',
  ],
  [
    'a rule without who',
    edited('principal: user', 'scopes: [a]'),
    `17:17 invalid ${RULE}`,
    'exactly one of principal',
  ],
  ['a rule for two', inRule('identity: bot'), `17:17 invalid ${RULE}`, 'exactly one of principal'],
  ['scopes as a text', inRule('scopes: "a b"'), `17:44 invalid ${RULE}/scopes`, 'Expected a list of scopes'],
  [
    'a scope with a space',
    inRule('scopes: ["a b"]'),
    `17:44 invalid ${RULE}/scopes`,
    'Write one list entry per scope',
  ],
  ['no scope', inRule('scopes: []'), `17:44 invalid ${RULE}/scopes`, 'at least one entry'],
  [
    'one of no scopes',
    inRule('scopes: { anyOf: [] }'),
    `17:53 invalid ${RULE}/scopes/anyOf`,
    'at least one entry',
  ],
  ['a scope twice', inRule('scopes: [a, a]'), `17:44 invalid ${RULE}/scopes`, 'twice'],
  [
    'all of the scopes, spelt out',
    inRule('scopes: { allOf: [a] }'),
    `17:44 invalid ${RULE}/scopes`,
    '{ anyOf: [...] }',
  ],
  [
    'a role that is a number',
    inRule('roles: [1]'),
    `17:44 invalid ${RULE}/roles/0`,
    'found the number 1. Quote it',
  ],
  [
    'tenants as a text',
    inService('tenants: eu'),
    '14:14 invalid /services/orders/tenants',
    'Expected a list of tenants, each once, or { file: tenants.json }, found "eu".',
  ],
  [
    'a tenant that is a number',
    inService('tenants: [1]'),
    '14:15 invalid /services/orders/tenants/0',
    'Quote it',
  ],

  [
    'a condition without a matcher',
    inRule('where: { a: x }'),
    `17:48 invalid ${RULE}/where/a`,
    'Expected a matcher, such as { equals: value }, found "x".',
  ],
  [
    'a condition with an empty matcher',
    inRule('where: { a: {} }'),
    `17:48 invalid ${RULE}/where/a`,
    'found an empty one',
  ],
  ['no condition', inRule('where: {}'), `17:43 invalid ${RULE}/where`, 'at least one claim'],
  [
    'a matcher with a list',
    inRule('where: { a: { equals: [1] } }'),
    `17:58 invalid ${RULE}/where/a/equals`,
    'Expected a string, a number or a boolean, found a list.',
  ],
  [
    'a matcher with null',
    inRule('where: { a: { equals: null } }'),
    `17:58 invalid ${RULE}/where/a/equals`,
    'found null',
  ],
  [
    'one of no values',
    inRule('where: { a: { in: [] } }'),
    `17:54 invalid ${RULE}/where/a/in`,
    'at least one entry',
  ],
  [
    'a comparison with a text',
    inRule('where: { a: { gte: "1" } }'),
    `17:55 invalid ${RULE}/where/a/gte`,
    'Expected a number',
  ],
  [
    'presence as a text',
    inRule('where: { a: { present: "yes" } }'),
    `17:59 invalid ${RULE}/where/a/present`,
    'true or false',
  ],
  [
    'a prefix without a delimiter',
    inRule('where: { a: { startsWith: repo } }'),
    `17:62 invalid ${RULE}/where/a/startsWith`,
    'ends in a delimiter, such as "repo:acme/", found "repo".',
  ],
  [
    'a prefix with a wildcard',
    inRule('where: { a: { startsWith: "repo:acme/*" } }'),
    `17:62 invalid ${RULE}/where/a/startsWith`,
    'A prefix has no wildcard',
  ],
  [
    'a prefix that ends in a mark of its last letter',
    inRule('where: { a: { startsWith: "repo:\u0915\u0940" } }'),
    `17:62 invalid ${RULE}/where/a/startsWith`,
    'ends in a delimiter',
  ],
  [
    'a bad JSON Pointer',
    inRule('where: { /a~2: { equals: 1 } }'),
    `17:51 invalid ${RULE}/where/~1a~02`,
    'write "~0" for "~"',
  ],

  [
    'no matcher for an identity',
    identity(DUE),
    '19:8 invalid /identities/bot',
    'an identity without a matcher',
  ],
  [
    'no owner',
    identity('require: { a: { equals: 1 } }, reviewBy: 2027-01-31'),
    '19:8 missing_key /identities/bot/owner',
    '"owner" is missing',
  ],
  [
    'a date in another form',
    identity('require: { a: { equals: 1 } }, owner: me, reviewBy: 31.1.2027'),
    '19:77 invalid /identities/bot/reviewBy',
    'YYYY-MM-DD, found "31.1.2027".',
  ],
  [
    'a date that does not exist',
    identity('require: { a: { equals: 1 } }, owner: me, reviewBy: 2027-02-30'),
    '19:77 invalid /identities/bot/reviewBy',
    'found "2027-02-30"',
  ],
  [
    'a date with a month of its own',
    identity('require: { a: { equals: 1 } }, owner: me, reviewBy: 2027-13-01'),
    '19:77 invalid /identities/bot/reviewBy',
    'found "2027-13-01"',
  ],

  [
    'metadata as a list',
    edited('{ name: shop }', '[shop]'),
    '3:11 invalid /metadata',
    'Expected metadata with a name, found a list.',
  ],
  [
    'limits as an empty list',
    `${SMALL}defaults: []\n`,
    '18:11 invalid /defaults',
    'Expected limits, found a list.',
  ],
  [
    'a rule as a list',
    edited('{ principal: user }', '[user]'),
    `17:17 invalid ${RULE}`,
    'Expected a rule, such as',
  ],
  [
    'conditions as a list',
    inRule('where: [{ a: { equals: 1 } }]'),
    `17:43 invalid ${RULE}/where`,
    'Expected a mapping of claims to matchers, found a list.',
  ],
  [
    'a matcher as a list',
    inRule('where: { a: [{ equals: 1 }] }'),
    `17:48 invalid ${RULE}/where/a`,
    'Expected a matcher, such as { equals: value }, found a list.',
  ],
  [
    'a secret as a list',
    edited('discovery: oidc', 'secret: [A]'),
    '7:21 invalid /issuers/login/keys/secret',
    'Expected a reference to the secret',
  ],

  [
    'no place for the keys',
    edited('{ discovery: oidc }', '{}'),
    '7:11 invalid /issuers/login/keys',
    'exactly one of discovery, jwksUri, jwks, file and secret',
  ],
  [
    'two places for the keys',
    edited('discovery: oidc', 'discovery: oidc, jwksUri: https://id.example/keys'),
    '7:11 invalid /issuers/login/keys',
    'exactly one of',
  ],
  [
    'another discovery',
    edited('oidc', 'openid'),
    '7:24 invalid /issuers/login/keys/discovery',
    'Expected one of oidc, oauth',
  ],
  [
    'a secret in the document',
    edited('discovery: oidc', 'secret: hunter2'),
    '7:21 invalid /issuers/login/keys/secret',
    'A secret never stands in the document.',
  ],
  [
    'a secret in the place of its name',
    edited('discovery: oidc', 'secret: { env: "hunter 2" }'),
    '7:28 invalid /issuers/login/keys/secret/env',
    'not the secret itself',
  ],
  [
    'a secret in two places',
    edited('discovery: oidc', 'secret: { env: A, file: b }'),
    '7:21 invalid /issuers/login/keys/secret',
    'exactly one of env and file',
  ],
  [
    'a secret in no place',
    edited('discovery: oidc', 'secret: { encoding: base64 }'),
    '7:21 invalid /issuers/login/keys/secret',
    'exactly one of env and file',
  ],
  [
    'keys that are no JWKs',
    edited('discovery: oidc', 'jwks: { keys: [{ n: x }] }'),
    '7:28 missing_key /issuers/login/keys/jwks/keys/0/kty',
    '"kty" is missing here.',
  ],
  [
    'no type',
    edited('at+jwt', 'none'),
    '9:10 invalid /issuers/login/typ',
    'it would refuse every token. Write the typ that the tokens have, such as at+jwt or JWT',
  ],
  [
    'any type',
    edited('at+jwt', 'Any'),
    '9:10 invalid /issuers/login/typ',
    'There is no word here for a token without typ',
  ],
  [
    'typ as it was spelt before',
    edited('typ: at+jwt', 'type: at+jwt'),
    '9:5 unknown_key /issuers/login/type',
    'Did you mean "typ"?',
  ],
  [
    'allowedNetworks as it was spelt before',
    edited('{ discovery: oidc }', '{ discovery: oidc, network: [10.0.0.0/8] }'),
    '7:30 unknown_key /issuers/login/keys/network',
    'Did you mean "allowedNetworks"?',
  ],
  [
    'a type with parameters',
    edited('at+jwt', '"at+jwt; v=1"'),
    '9:10 invalid /issuers/login/typ',
    'a media type without parameters',
  ],
  [
    'a place for the tenant that is none',
    inService('tenantFrom: query.tenant'),
    '14:17 invalid /services/orders/tenantFrom',
    'path.NAME, header.NAME or host.INDEX',
  ],
  [
    'a label that is not counted',
    inService('tenantFrom: host.first'),
    '14:17 invalid /services/orders/tenantFrom',
    'labels count from 0',
  ],

  [
    'a profile that nobody knows',
    inIssuer('profile: github-action'),
    '10:14 invalid /issuers/login/profile',
    'Did you mean "github-actions"?',
  ],
  [
    'tenants that are one text',
    inIssuer('tenants: eu'),
    '10:14 invalid /issuers/login/tenants',
    'a list of tenants, each once, or { file: tenants.json }',
  ],
  [
    'a mode that is none',
    inOperation('mode: shadows'),
    '17:15 invalid /services/orders/operations/list/mode',
    'Did you mean "shadow"?',
  ],
  [
    'a day that does not exist',
    inOperation('shadowUntil: 2027-02-30'),
    '17:22 invalid /services/orders/operations/list/shadowUntil',
    'a date that exists',
  ],
  [
    'a binding',
    inOperation('binding: dpop'),
    '17:9 not_supported_yet /services/orders/operations/list/binding',
    'not supported yet',
  ],
  [
    'a binding of a service',
    inService('binding: dpop'),
    '14:5 not_supported_yet /services/orders/binding',
    'not supported yet',
  ],
  [
    'a step-up',
    inOperation('stepUp: { acr: [x] }'),
    '17:9 not_supported_yet /services/orders/operations/list/stepUp',
    'not supported yet',
  ],
  [
    'a step-up of a service',
    inService('stepUp: { acr: [x] }'),
    '14:5 not_supported_yet /services/orders/stepUp',
    'not supported yet',
  ],
];

describe('a mistyped key', () => {
  it.each([
    ['that is needed', edited('audience:', 'audiance:'), ['12:5 unknown_key /services/orders/audiance']],
    [
      'of two keys that are needed',
      edited('audience:', 'audiance:', edited('accept:', 'acept:')),
      ['12:5 unknown_key /services/orders/audiance', '13:5 unknown_key /services/orders/acept'],
    ],
    [
      'of an entry of accept',
      edited('[login]', '[{ issuer: login, audiance: x }]'),
      ['13:31 unknown_key /services/orders/accept/0/audiance'],
    ],
    [
      'that is nothing like the one that is needed',
      edited('audience:', 'foo:'),
      ['12:5 missing_key /services/orders/audience', '12:5 unknown_key /services/orders/foo'],
    ],
  ])('%s is told once', async (_what, text, places) => {
    const problems = await problemsOf(text);
    expect(problems.map(placeOf)).toEqual(places);
    if (places.length < 2) expect(problems[0]?.message).toContain('Did you mean "audience"?');
  });

  it('stands among a thousand that are told, at most', async () => {
    const keys = Array.from({ length: 5000 }, (_, n) => `key${String(n)}: 1\n`).join('');
    expect((await problemsOf(SMALL + keys)).length).toBe(1000);
  });

  it('does not take long where every service is a list', async () => {
    const services = Array.from({ length: 5000 }, (_, n) => `  s${String(n)}: []\n`).join('');
    const started = performance.now();
    expect((await problemsOf(SMALL + services)).length).toBe(1000);
    expect(performance.now() - started).toBeLessThan(5000);
  });
});

describe('a document of the wrong shape', () => {
  it.each(MISTAKES)('with %s says where and what', async (_name, text, place, says) => {
    const problems = await problemsOf(text);
    expect(problems.map(placeOf)).toEqual([place]);
    expect(problems[0]?.message).toContain(says);
  });

  it.each(MISTAKES)('with %s says it in whole sentences', async (_name, text) => {
    for (const { message } of await problemsOf(text)) expect(message).toMatch(/^["A-Z$a-z].*[.?]$/u);
  });

  it('tells all mistakes at once, in the order of the text', async () => {
    const text = [
      edited('https://orders.example', '""', inService('foo: 1\n    bar: 2\n    maxAge: 5')).trimEnd(),
      'default: {}',
      'other: {}',
      '',
    ].join('\n');
    expect((await problemsOf(text)).map(placeOf)).toEqual([
      '12:15 invalid /services/orders/audience',
      '14:5 unknown_key /services/orders/foo',
      '15:5 unknown_key /services/orders/bar',
      '16:13 invalid /services/orders/maxAge',
      '21:1 unknown_key /default',
      '22:1 unknown_key /other',
    ]);
  });

  it('does not offer a key that is not supported yet', async () => {
    const [problem] = await problemsOf(inOperation('stepup: {}'));
    expect(problem?.message).not.toContain('stepUp');
  });
});

describe('a document of the right shape', () => {
  it.each([
    ['the smallest one', SMALL],
    ['an audience for one issuer', edited('[login]', '[{ issuer: login, audience: "api://x" }]')],
    [
      'every matcher',
      inRule(
        'where: { a: { equals: 1 }, b: { in: [a, 1, true] }, c: { contains: x }, d: { containsAll: [x] }, e: { containsAny: [x] }, f: { startsWith: "x:" }, g: { present: true }, h: { gte: 1, lte: 2 }, i: { not: { anyOf: [{ equals: 1 }, { allOf: [{ equals: 2 }] }] } } }',
      ),
    ],
    [
      'claims by pointer and by URL',
      inRule('where: { /a/b~1c: { equals: 1 }, "https://acme.example/x": { equals: 1 } }'),
    ],
    ['the longest name', edited('  orders:', `  a${'b'.repeat(63)}:`)],
    [
      'all limits',
      `${SMALL}defaults: { clockSkew: 60s, maxLifetime: 24h, maxAge: 1d, maxTokenBytes: 16384 }\n`,
    ],
    ['no skew', `${SMALL}defaults: { clockSkew: 0s }\n`],
    ['a leap day', identity('require: { a: { equals: 1 } }, owner: me, reviewBy: 2028-02-29')],
    ['members of mappings in names', edited('  orders:', '  toString:')],
  ])('%s loads', async (_name, text) => {
    expect(await problemsOf(text)).toEqual([]);
  });
});
