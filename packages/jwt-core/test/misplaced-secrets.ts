/** Policy documents with a secret in a wrong place of an issuer: every place, every spelling, every way to write a document. */

import { stringify } from 'yaml';
import { SMALL_DOCUMENT } from './policy-documents.js';

/** What must never be printed: a password, a key, and a number. */
export const SECRETS: readonly (string | number)[] = [
  'xq7zjwv9kpq4',
  'hV3kQ9zLw2Xr8Tb5Nc7Yd1Mf6Gs4Jp0AeUoIiBqCtDv',
  748_159_263_041,
];

/** One way to write it wrongly. */
export interface Misplaced {
  readonly name: string;
  readonly document: unknown;
}

/** Every key that an issuer can have. */
const ISSUER = {
  profile: 'rfc9068',
  iss: 'https://id.example/{tenant}',
  trustDomain: 'prod.example',
  tenants: ['eu', 'us'],
  keys: {
    discovery: 'oidc',
    jwksUri: 'https://id.example/keys',
    jwks: { keys: [{ kty: 'EC', crv: 'P-256', x: 'a', y: 'b' }] },
    file: 'keys.json',
    secret: { env: 'SECRET', file: 'secret', encoding: 'base64' },
    jwksOrigin: 'https://keys.example',
    tokenFile: 'token',
    caFile: 'ca.pem',
    allowedNetworks: ['10.0.0.0/8'],
    maxStale: '1h',
  },
  algs: ['ES256'],
  typ: 'at+jwt',
  principal: 'auto',
  tenant: 'tid',
  scopes: 'scp',
  roles: '/realm_access/roles',
  require: { amr: { containsAny: ['pwd'], equals: 'a', startsWith: 'x:', gte: 1, not: { in: ['b'] } } },
  clockSkew: '1s',
  maxLifetime: '5m',
};

const KEYS = [
  'hmac',
  'signingKey',
  'secret',
  'value',
  'key',
  'password',
  'privateKey',
  'k',
  'd',
  'token',
  'env',
];

/** What users write where a reference, a list or a URL belongs. */
function spellings(secret: string | number): readonly unknown[] {
  const text = String(secret);
  const flow = { [text]: null };
  return [
    secret,
    [secret],
    [[secret]],
    flow,
    [flow],
    ...KEYS.map((key) => ({ [key]: secret })),
    { secret: { value: secret } },
    { secret: { env: `${text} ${text}` } },
    { secret: { file: text } },
    { secret: flow },
    { keys: [{ kty: 'oct', k: secret }] },
    { file: text },
    { equals: [secret] },
    `https://user:${text}@id.example/?code=${text}`,
    `https://id.example/?code=${text}`,
    `-----BEGIN PRIVATE KEY-----\n${text}\n-----END PRIVATE KEY-----`,
    `${text}\u00AD`,
    `${text}\n`,
    `\${${text}}`,
  ];
}

/** Every place of an issuer with every spelling in it, and keys that do not exist. */
export function* misplaced(secret: string | number): Generator<Misplaced> {
  for (const issuer of changesOf(ISSUER, '', secret)) {
    yield { name: `issuer${issuer.name}`, document: withIssuer(issuer.value) };
  }
  for (const value of spellings(secret)) {
    const name = JSON.stringify(value);
    if (!isNameAlone(value))
      yield { name: `issuers: ${name}`, document: { ...SMALL_DOCUMENT, issuers: value } };
    yield { name: `the whole document: ${name}`, document: value };
    for (const key of [...KEYS, 'issuer', 'isuers', 'keys', 'jwks', 'credentials', 'client_secret']) {
      yield { name: `/${key}: ${name}`, document: { ...SMALL_DOCUMENT, [key]: value } };
      if (/^(?:value|issuer|isuers)$/u.test(key)) continue; // these may be anything
      for (const [place, document] of elsewhere(key, value)) {
        if (place === '/services' && isNameAlone(value)) continue; // indented less, a service of that name
        yield { name: `${place}/${key}: ${name}`, document };
      }
    }
  }
}

/** A key without a value, or one in the place of one: as an issuer, a service or a claim, it is a name like any other. */
function isNameAlone(value: unknown): boolean {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  return Object.values(value).every((member) => member === null || isNameAlone(member));
}

const withIssuer = (login: unknown): unknown => ({ ...SMALL_DOCUMENT, issuers: { login } });

/** A line that is indented wrongly belongs to something else. */
function elsewhere(key: string, value: unknown): readonly (readonly [place: string, document: unknown])[] {
  const { orders } = SMALL_DOCUMENT.services;
  const inService = (service: unknown): unknown => ({ ...SMALL_DOCUMENT, services: { orders: service } });
  const operation = { ...orders?.operations?.['list'], [key]: value };
  return [
    ['/metadata', { ...SMALL_DOCUMENT, metadata: { name: 'shop', [key]: value } }],
    ['/defaults', { ...SMALL_DOCUMENT, defaults: { [key]: value } }],
    ['/services', { ...SMALL_DOCUMENT, services: { orders, [key]: value } }],
    ['/services/orders', inService({ ...orders, [key]: value })],
    ['/services/orders/operations/list', inService({ ...orders, operations: { list: operation } })],
  ];
}

interface Change {
  readonly name: string;
  readonly value: unknown;
}

function* changesOf(node: unknown, name: string, secret: string | number): Generator<Change> {
  const isOfNames = name === '/require';
  for (const value of spellings(secret)) {
    if (!isOfNames || !isNameAlone(value)) yield { name: `${name}: ${JSON.stringify(value)}`, value };
  }
  if (typeof node !== 'object' || node === null) return;
  if (!Array.isArray(node)) {
    for (const key of KEYS) yield { name: `${name} with ${key}`, value: { ...node, [key]: secret } };
    if (!isOfNames)
      yield { name: `${name} with the secret as key`, value: { ...node, [String(secret)]: null } };
  }
  for (const [key, member] of Object.entries(node)) {
    for (const change of changesOf(member, `${name}/${key}`, secret)) {
      const value = Array.isArray(node) ? [change.value] : { ...node, [key]: change.value };
      yield { name: change.name, value };
    }
  }
}

/** The ways to write a document down. */
export const NOTATIONS: Readonly<Record<string, (document: unknown) => string>> = {
  'YAML in blocks': (document) => stringify(document),
  'YAML in braces': (document) => stringify(document, { collectionStyle: 'flow' }),
  'YAML on one line': (document) =>
    stringify(document, { collectionStyle: 'flow', lineWidth: 0 }).replaceAll('\n', ' '),
  'JSON in lines': (document) => JSON.stringify(document, null, 2),
  'JSON indented by tabs': (document) => JSON.stringify(document, null, '\t'),
  'JSON on one line': (document) => JSON.stringify(document),
};

/** What else goes wrong in the line of the secret, or around it, so that the text cannot be read. */
export const BREAKS: Readonly<Record<string, (text: string, line: number) => string>> = {
  'a bracket after it': onLine((line) => `${line} [`),
  'a brace after it': onLine((line) => `${line} {`),
  'a quote after it': onLine((line) => `${line}"`),
  'a quote before its value': onLine((line) => line.replace(/: |- /u, (colon) => `${colon}"`)),
  'a second colon': onLine((line) => `${line}: x`),
  'no colon': onLine((line) => line.replace(':', '')),
  'no space after the colon': onLine((line) => line.replace(': ', ':')),
  'one space more': onLine((line) => ` ${line}`),
  'two spaces less': onLine((line) => line.replace(/^ {2}/u, '')),
  'no indentation': onLine((line) => line.trimStart()),
  'a tab': onLine((line) => line.replace(/^ {2}/u, '\t')),
  'the line twice': onLine((line) => `${line}\n${line}`),
  'an anchor': onLine((line) => line.replace(/: |- /u, (colon) => `${colon}&a `)),
  'an alias': onLine((line) => line.replace(/: |- /u, (colon) => `${colon}*`)),
  'a tag': onLine((line) => line.replace(/: |- /u, (colon) => `${colon}!a `)),
  'a character that starts no text': onLine((line) => line.replace(/: |- /u, (colon) => `${colon}@`)),
  'an escape that does not exist': onLine((line) => line.replace(/: |- /u, (colon) => `${colon}"\\q`)),
  'the value on the next line': onLine((line) => line.replace(/: (?=\S)/u, ': [\n')),
  'a NUL': onLine((line) => `${line}\0`),
  'an unseen mark': onLine((line) => `${line}\u202E`),
  'the rest of the text missing': (text, line) =>
    `${text
      .split('\n')
      .slice(0, line + 1)
      .join('\n')} [`,
};

function onLine(change: (line: string) => string): (text: string, line: number) => string {
  return (text, line) => {
    const lines = text.split('\n');
    lines.splice(line, 1, change(lines[line] ?? ''));
    return lines.join('\n');
  };
}
