/** Requests that may change something, and where they say that they come from. */

type Lines = readonly (readonly [name: string, value: string])[];

/** What a page of another site can make a browser send. */
export const UNSAFE_REQUESTS: Readonly<Record<string, { readonly method: string; readonly lines: Lines }>> = {
  ...Object.fromEntries(
    ['POST', 'PUT', 'PATCH', 'DELETE', 'TRACE', 'PROPFIND', 'QUERY', 'get'].map((method) => [
      method,
      { method, lines: [] },
    ]),
  ),
  websocket: { method: 'GET', lines: [['Upgrade', 'websocket']] },
  'websocket-in-capitals': { method: 'GET', lines: [['UPGRADE', 'WebSocket']] },
  'websocket-among-others': { method: 'GET', lines: [['Upgrade', 'h2c, websocket']] },
  'websocket-in-a-second-line': {
    method: 'GET',
    lines: [
      ['Upgrade', 'h2c'],
      ['Upgrade', 'websocket'],
    ],
  },
};

const SITES: Readonly<Record<string, Lines>> = {
  'no-site': [],
  'cross-site': [['Sec-Fetch-Site', 'cross-site']],
  'same-site': [['Sec-Fetch-Site', 'same-site']],
  none: [['Sec-Fetch-Site', 'none']],
  'same-origin-in-another-case': [['Sec-Fetch-Site', 'Same-Origin']],
  'same-origin-twice': [
    ['Sec-Fetch-Site', 'same-origin'],
    ['sec-fetch-site', 'same-origin'],
  ],
};

/** Near misses of the origin. They are foreign also with `Sec-Fetch-Site: same-origin`. */
const ORIGINS: Readonly<Record<string, (origin: string) => readonly string[]>> = {
  'another-origin': () => ['https://attacker.example'],
  'opaque-origin': () => ['null'],
  'empty-origin': () => [''],
  'any-origin': () => ['*'],
  'longer-origin': (origin) => [`${origin}.attacker.example`],
  'origin-before-another': (origin) => [`${origin}@attacker.example`],
  'origin-with-a-slash': (origin) => [`${origin}/`],
  'origin-in-capitals': (origin) => [origin.toUpperCase()],
  'origin-with-a-port': (origin) => [`${origin}:444`],
  'origin-of-another-scheme': (origin) => [
    origin.startsWith('https:') ? origin.replace('https:', 'http:') : origin.replace('http:', 'https:'),
  ],
  'origin-of-a-sub-host': (origin) => [origin.replace('://', '://sub.')],
  'list-of-origins': (origin) => [`${origin}, https://attacker.example`],
  'list-with-spaces': (origin) => [`${origin} https://attacker.example`],
  'origin-twice': (origin) => [origin, origin],
  'origin-and-another': (origin) => [origin, 'https://attacker.example'],
  'another-and-origin': (origin) => ['https://attacker.example', origin],
};

const SAME_ORIGIN: Lines = [['Sec-Fetch-Site', 'same-origin']];

/** Header lines that do not say that a page of this origin has sent the request. */
export const FOREIGN_ORIGINS: Readonly<Record<string, (origin: string) => Lines>> = {
  ...Object.fromEntries(Object.entries(SITES).map(([name, lines]) => [name, () => lines])),
  ...Object.fromEntries(
    Object.entries(ORIGINS).flatMap(([name, write]) =>
      Object.entries({ ...SITES, 'same-origin': SAME_ORIGIN }).map(([site, lines]) => [
        `${name}-${site}`,
        (origin: string): Lines => [
          ...write(origin).map((value): readonly [string, string] => ['Origin', value]),
          ...lines,
        ],
      ]),
    ),
  ),
  'referrer-alone': (origin) => [['Referer', `${origin}/`]],
  'forwarded-origin': (origin) => [['X-Forwarded-Origin', origin]],
};
