/** Values of every kind that a policy document knows, good in one place and bad in all others, or bad everywhere. */

const words = (text: string): readonly string[] => text.trim().split(/\s+/u);

/** Texts that are often meant to be something else, or hold what few texts hold. */
const ODD = [
  ...['', ' ', '\t', 'x\n', '$\n{', 'a b', 'a"b', 'a\\b', 'header.a b', 'at+jwt; v=1', '[object Object]'],
  ...words('undefined null NaN nullable ${X} a${X}b $${x} $ $$ a$ { a{b'),
  ...words('text é aé a/ a: a_ a٣ / // /$ /a~2 /a~ /a~1b~0 a~2'),
];

const TEXTS = [
  ...ODD,
  ...words('5 0s 5s 05s 1h30m 60s 61s 1m 2m 24h 25h 0d 1d 2d 1440m 1441m 86400s 86401s'),
  ...words('0000-01-01 2027-02-28 2027-02-29 2027-02-30 2028-02-29 2027-04-30 2027-04-31 2027-12-31'),
  ...words('2027-13-01 2027-00-01 2027-01-00 2027-01-32 2027-1-1 31.1.2027 2027-01-31T00:00:00Z'),
  ...words('path.a path.1 path. header.X-T host.0 host.123 host.x query.a at+jwt api://x'),
  ...words('user workload auto any public optional enforce shadow exclusive oidc utf8 HS256 none'),
  ...words('header Cookie aUTHORIZATION sec-x content contents X-Forwarded-For __Host-a a;b a=b'),
  ...words(
    'https://a.example https://A.example https://a.example/ https://a.example:443 https://a:8443 https://a:0',
  ),
  ...words(
    'http://a.example http://localhost http://localhost:80 http://127.0.0.1:3000 https://[::1] null *',
  ),
  ...words('google github-action jwt-policy/v1 jwt-policy/v2 JwtPolicy'),
];

const NUMBERS = [0, -0, 1, -1, 1.5, 255, 256, 1000.5, 16_384, 16_385, Number.MAX_SAFE_INTEGER, 1e-7];

const LISTS: readonly unknown[] = [
  [],
  ['text'],
  ['text', 'text'],
  ['a', 'b'],
  ['ES256', 'ES256'],
  ['EdDSA', 'Ed25519'],
  [''],
  ['a b'],
  ['${X}'],
  [1],
  [1, 1],
  [null],
  [true],
  [[]],
  [{}],
  [{ issuer: 'login' }],
  [{ equals: 1 }],
  [{ principal: 'user' }],
];

const MAPPINGS: readonly unknown[] = [
  {},
  { a: 1 },
  { a: { equals: 1 } },
  { '/a~2': { equals: 1 } },
  { 'a b': {} },
  { toString: 1 },
  { file: 'x' },
  { file: '' },
  { file: 'x', a: 1 },
  { keys: [] },
  { keys: [{ kty: 'EC' }] },
  { env: 'A' },
  { env: 'hunter 2' },
  { env: 'A', file: 'b' },
  { discovery: 'oidc', file: 'x' },
  { header: 'x-token' },
  { header: 'x-token', scheme: 'Bearer' },
  { cookie: 'a' },
  { cookie: 'a', csrf: {} },
  { cookie: 'a', csrf: { origins: ['https://a.example'] } },
  { query: 'a' },
  { origins: ['https://a.example', 'https://a.example'] },
  { issuer: 'login' },
  { issuer: 'login', audience: 'x' },
  { profile: 'google' },
  { principal: 'user' },
  { principal: 'user', identity: 'bot' },
  { principal: 'user', issuer: 'login' },
  { issuer: 'login', identity: 'bot' },
  { scopes: ['a'] },
  { anyOf: 'a' },
  { anyOf: [] },
  { anyOf: ['a'] },
  { anyOf: ['a', 'a'] },
  { anyOf: ['a b'] },
  { anyOf: [{ equals: 1 }] },
  { anyOf: [{}] },
  { allOf: ['a'] },
  { allOf: [{ not: { gte: 1 } }] },
  { not: {} },
  { not: { equals: 1 } },
  { equals: 1 },
  { equals: null },
  { equals: [1] },
  { in: [] },
  { in: [1, 1] },
  { in: ['${X}'] },
  { gte: '1' },
  { present: 'yes' },
  { startsWith: 'a' },
  { startsWith: 'a:' },
];

/** What takes the place of a value. */
export const VALUES: readonly unknown[] = [null, true, false, ...NUMBERS, ...TEXTS, ...LISTS, ...MAPPINGS];

/** What takes the place of a name. */
export const NAMES: readonly string[] = [
  ...ODD,
  ...['1a', 'toString', `a${'b'.repeat(63)}`, `a${'b'.repeat(64)}`],
];

/** What is added to a mapping. */
export const KEYS: readonly string[] = words('unknown toString $schema binding stepUp file profile anyOf');
