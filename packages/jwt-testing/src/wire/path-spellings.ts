/** Other spellings of a path. Routers, proxies and file systems treat many of them as the same path. */

/** One way to write a path as a request-target. */
export interface Spelling {
  readonly name: string;
  write(path: string): string;
}

/** Text after the path. */
const ENDINGS = [
  '/',
  '//',
  '/.',
  '/./',
  '/..',
  '/x/..',
  '/../',
  '/%2e',
  '/%2E%2e/',
  '%2F',
  '%2f',
  '\\',
  '%5C',
  '%5c',
  ';',
  ';x=1',
  '/;/',
  '%3B',
  '%00',
  '%00.json',
  '%20',
  '%09',
  '%0d%0a',
  '%0A',
  '%23',
  '%3F',
  '%',
  '%2',
  '%zz',
  '%C0%AF',
  '%FF',
  '%ED%A0%80',
  '%E2%80%8B',
  '%u0061',
  '+',
  '~',
  '.',
  '.json',
  '*',
  '#',
  '#x',
  '?',
  '?#',
  '?/../admin',
  '?x=%00',
  '??',
  '&x=1',
  "'",
  '"',
  '<script>',
  '{x}',
  '|',
  '^',
  '`',
];

/** Text before the path. */
const BEGINNINGS = [
  '/',
  '//',
  '/.',
  '/x/..',
  '/..',
  '/%2e',
  '/%2e%2e',
  '/x/%2E%2E',
  '/x%2f..',
  '/%2F',
  '/\\',
  '\\',
  '/%5C',
  '/;',
  '/;x',
  '/%00',
  '/ ',
  '/%20',
  '/health/..',
  '/health/%2e%2e',
  '/health;',
  '/health',
  '/api',
  '/api/..',
  '/api/',
  '/API',
  '/tenants/t-eu/..',
  '/tenants/t-us',
  '//shop.example',
  '/http://shop.example',
  'http://evil.example',
  'https://t-us.example:8443',
  'HTTP://shop@evil.example',
  'http://t-eu.example@t-us.example',
  'http://[::1]',
  'ws://evil.example',
  'file://',
  'http:',
  'http:/',
  '*',
  '?',
  '#',
  '.',
  'x',
];

/** Changes of the path. */
const CHANGES: readonly (readonly [name: string, change: (path: string) => string])[] = [
  ['unchanged', (path) => path],
  ['in upper case', (path) => path.toUpperCase()],
  ['with a capital', (path) => path.replace(/[a-z]/u, (letter) => letter.toUpperCase())],
  ['last letter in upper case', (path) => path.slice(0, -1) + path.slice(-1).toUpperCase()],
  ['slashes doubled', (path) => path.replaceAll('/', '//')],
  ['last slash doubled', (path) => atLastSlash(path, '//')],
  ['last slash encoded', (path) => atLastSlash(path, '%2F')],
  ['last slash encoded twice', (path) => atLastSlash(path, '%252F')],
  ['last slash as a backslash', (path) => atLastSlash(path, '\\')],
  ['last slash as an encoded backslash', (path) => atLastSlash(path, '%5C')],
  ['last slash with a dot', (path) => atLastSlash(path, '/./')],
  ['last slash with a parameter', (path) => atLastSlash(path, ';v=1/')],
  ['last slash with an empty parameter', (path) => atLastSlash(path, '/;/')],
  ['last slash in overlong UTF-8', (path) => atLastSlash(path, '%C0%AF')],
  ['last slash as a full-width one', (path) => atLastSlash(path, '%EF%BC%8F')],
  ['slashes encoded', (path) => `/${path.slice(1).replaceAll('/', '%2f')}`],
  ['a letter encoded', (path) => encodeLast(path, '%')],
  ['a letter encoded twice', (path) => encodeLast(path, '%25')],
  ['every letter encoded', (path) => path.replace(/[a-z]/gu, (letter) => encoded(letter, '%'))],
  ['a hyphen encoded', (path) => path.replaceAll('-', '%2D')],
  ['a full-width letter', (path) => path.replace(/a/u, '%EF%BD%81')],
  ['a Kelvin sign and a long s', (path) => path.replace(/s/u, '%C5%BF').replace(/k/u, '%E2%84%AA')],
  ['a dotless i', (path) => path.replace(/i/u, '%C4%B1')],
  ['a raw byte', (path) => `${path}\xe9`],
  ['the other tenant', (path) => path.replace('t-eu', 't-us')],
  ['a tenant in upper case', (path) => path.replace('t-eu', 'T-EU')],
  ['two tenants in one segment', (path) => path.replace('t-eu', 't-eu,t-us')],
  ['a tenant with a space', (path) => path.replace('t-eu', 't-eu%20')],
  ['a tenant named twice', (path) => path.replace('t-eu', 't-eu/t-us')],
  ['an empty tenant', (path) => path.replace('t-eu', '')],
  ['a tenant of a prototype', (path) => path.replace('t-eu', '__proto__')],
  ['long query', (path) => `${path}?${'a'.repeat(6000)}`],
  ['long path', (path) => `${path}/${'a'.repeat(6000)}`],
  ['long name', (path) => `${path}${'a'.repeat(300)}`],
  ['many slashes', (path) => '/'.repeat(2000) + path],
  ['many dots', (path) => '/x/..'.repeat(1000) + path],
  ['many parameters', (path) => `${path}?${'a&'.repeat(2500)}`],
  ['many escapes', (path) => `${path}/${'%25'.repeat(2000)}`],
  ['another path: asterisk form', () => '*'],
  ['another path: authority form', () => 'shop.example:443'],
  ['another path: the root', () => '/'],
];

function atLastSlash(path: string, replacement: string): string {
  const index = path.lastIndexOf('/');
  return path.slice(0, index) + replacement + path.slice(index + 1);
}

function encodeLast(path: string, escape: string): string {
  const index = path.lastIndexOf('/') + 1;
  return path.slice(0, index) + encoded(path.charAt(index), escape) + path.slice(index + 1);
}

function encoded(letter: string, escape: string): string {
  return escape + letter.charCodeAt(0).toString(16);
}

/** Every spelling. The first leaves the path unchanged. */
export const SPELLINGS: readonly Spelling[] = [
  ...CHANGES.map(([name, write]) => ({ name, write })),
  ...ENDINGS.map((ending) => ({ name: `followed by ${ending}`, write: (path: string) => path + ending })),
  ...BEGINNINGS.map((start) => ({ name: `preceded by ${start}`, write: (path: string) => start + path })),
];
