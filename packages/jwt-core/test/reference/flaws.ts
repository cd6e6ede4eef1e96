/** What may be wrong with a token: each flaw changes the draft, or the finished text. */

import { goodFor, ODD_VALUES, otherThan, put } from './conditions.js';
import type { Draw } from './draw.js';
import { pairsOf } from './keyring.js';
import { minted, sealed, type Draft } from './tokens.js';

type Flaw = (draft: Draft, draw: Draw) => Partial<Draft>;
const claim =
  (...names: readonly [string, ...string[]]): Flaw =>
  (draft, draw) => ({ claims: put(draft.claims, draw.of(...names), draw.of(...ODD_VALUES)) });
const time =
  (name: string, ...offsets: readonly [number, ...number[]]): Flaw =>
  (draft, draw) => ({ claims: put(draft.claims, name, draft.now + draw.of(...offsets)) });

/** Around every limit: on it, just inside and just outside. */
const EDGES = [-60, -10, -5, 0].flatMap((edge) => [edge - 0.5, edge, edge + 0.5]) as [number, ...number[]];
const AGES = [60, 120, 180, 600, 1200].flatMap((age) =>
  [0, 5, 10, 60].flatMap((skew) => [-age - skew - 1, -age - skew]),
) as [number, ...number[]];

/** One of the claims that the issuer requires. */
const requirement =
  (change: (good: unknown, draw: Draw) => unknown): Flaw =>
  (draft, draw) => {
    const [name, matcher] = Object.entries(draft.issuer.require ?? {})[0] ?? [];
    if (name === undefined || matcher === undefined) return {};
    return { claims: put(draft.claims, name, change(goodFor(matcher), draw)) };
  };

const FLAWS: readonly [Flaw, ...Flaw[]] = [
  claim('iss'),
  claim('aud'),
  (draft, draw) => ({
    claims: put(
      draft.claims,
      'aud',
      draw.of<unknown>(
        ['https://orders.example', 'https://mail.example'],
        ['urn:login', 'https://orders.example'],
        'https://orders.example/',
        'urn:login',
        [],
        ['urn:partner', 'urn:customers', 'https://orders.example', 'urn:login'],
      ),
    ),
  }),
  (draft, draw) => ({
    claims: put(
      draft.claims,
      'iss',
      draw.of(
        'https://id.example',
        'https://id.example/t/fr',
        'https://id.example/t/{tenant}',
        'https://partner.example',
        'https://id.example/t/us',
        'https://id.example/',
      ),
    ),
  }),
  claim('exp', 'iat', 'nbf'),
  time('exp', ...EDGES),
  time('exp', 85.5, 270, 300, 570, 600, 1200, 1201, 1770, 1800, 3595, 3596, 7000, 7190, 7200),
  time('nbf', 5, 5.5, 10, 10.5, 60, 60.5, 0, 0.5),
  time('iat', 5, 5.5, 10, 10.5, 60, 60.5, 0, 0.5),
  time('iat', ...AGES),
  claim('sub', 'client_id', 'jti', 'act'),
  (draft) => ({ claims: put(draft.claims, 'act', { sub: 'agent', kind: { name: 1 } }) }),
  claim('scope', 'roles', 'scp', 'groups'),
  (draft, draw) => ({
    claims: put(
      draft.claims,
      draft.issuer.scopes ?? 'scope',
      draw.of<unknown>(
        '',
        'read',
        'write',
        ['x'],
        undefined,
        5,
        ['read', 1],
        ['read write'],
        'read é',
        'read "x"',
        ['read', 'a\tb'],
      ),
    ),
  }),
  (draft, draw) => ({
    claims: put(
      draft.claims,
      draft.issuer.roles ?? 'roles',
      draw.of<unknown>('', 'clerk', 'boss', ['x'], undefined, 5, ['']),
    ),
  }),
  claim('dept', 'x.y', '/limits/eur', '/limits/a~1b', '/deep/one/two~0', 'limits', 'deep'),
  claim('dept', 'x.y', '/limits/eur', '/limits/a~1b', '/deep/one/two~0', 'limits', 'deep'),
  (draft, draw) => ({
    claims: put(
      draft.claims,
      draft.issuer.tenant ?? 'tid',
      draw.of<unknown>('us', 'eu', 'fr', undefined, '', 1, ['eu'], null),
    ),
  }),
  (draft, draw) => ({
    claims: put(
      draft.claims,
      draft.issuer.tenant ?? 'tid',
      draw.of<unknown>('', undefined, 1, undefined, ['eu'], null),
    ),
  }),
  requirement((good, draw) => otherThan(good, draw)),
  requirement((good, draw) => otherThan(good, draw)),
  requirement(() => undefined),
  requirement((_good, draw) => draw.of<unknown>(...ODD_VALUES)),
  (draft, draw) => ({
    claims: put(draft.claims, draw.of('sub', 'client_id', 'exp', 'iat', 'aud', 'iss'), undefined),
  }),
  (draft, draw) => ({ claims: put(draft.claims, 'cnf', draw.of<unknown>({ jkt: 'x' }, null, 1)) }),
  (draft, draw) => ({ claims: put(draft.claims, 'sub', draw.of('web', 'alice')) }),
  (draft, draw) => ({
    header: put(
      draft.header,
      'typ',
      draw.of<unknown>('JWT', undefined, 'at+jwt;x', 'jwt+at', 1, 'application/JWT', ''),
    ),
  }),
  (draft, draw) => ({
    header: put(
      draft.header,
      'alg',
      draw.of<unknown>('ES256', 'none', 'HS256', 'EdDSA', 'eddsa', undefined, 1),
    ),
  }),
  (draft, draw) => ({
    header: put(draft.header, 'kid', draw.of<unknown>('k1', 'k0', 'k9', undefined, 1, '')),
  }),
  (draft, draw) => ({
    header: put(
      draft.header,
      draw.of('crit', 'b64', 'zip', 'jku', 'jwk', 'cty'),
      draw.of<unknown>(['b64'], true, 'DEF', null),
    ),
  }),
  (_draft, draw) => ({
    pair: pairsOf(draw.of('stranger', 'partner', 'login', 'customers/eu'))[draw.of(0, 1)],
  }),
];

/** Spoils a draft once. */
export function spoil(draft: Draft, draw: Draw): void {
  Object.assign(draft, draw.of(...FLAWS)(draft, draw));
}

type Spelling = (draft: Draft, draw: Draw) => string;

/** Other spellings of a draft, good and bad: of the JSON, of base64url, of the compact form. */
const SPELLINGS: readonly [Spelling, ...Spelling[]] = [
  ({ header, claims, pair }) => sealed(JSON.stringify(header, null, 1), ` ${JSON.stringify(claims)}\n`, pair),
  ({ header, claims, pair }, draw) =>
    sealed(
      JSON.stringify(header),
      JSON.stringify(claims).replace(
        '{',
        draw.of('{"iss":"x",', '{"\\u0069ss":"x",', '{"nested":[{"a":1,"a":2}],', '{"a":"\\"iss\\":",'),
      ),
      pair,
    ),
  ({ header, claims, pair }) =>
    sealed(JSON.stringify(header).replace('{', '{"alg":"none",'), JSON.stringify(claims), pair),
  ({ header, pair }, draw) =>
    sealed(
      JSON.stringify(header),
      draw.of('[]', 'null', '1', '{', '', '{}{}', '{"a":1e400}', '{"a":"\\ud800"}', '\ufeff{}'),
      pair,
    ),
  ({ claims, pair }, draw) => sealed(draw.of('{}', '[]', '{"alg":1}', 'x'), JSON.stringify(claims), pair),
  ({ header, claims, pair }, draw) => {
    const depth = draw.of(14, 15, 16, 17);
    const text = `${'['.repeat(depth)}${']'.repeat(depth)}`;
    return sealed(JSON.stringify(header), JSON.stringify(claims).replace('{', `{"depth":${text},`), pair);
  },
  ({ header, claims, pair }) =>
    sealed(
      JSON.stringify(header),
      Buffer.concat([
        Buffer.from(JSON.stringify(claims).slice(0, -1)),
        Buffer.from([0x2c, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d]),
      ]),
      pair,
    ),
  (draft, draw) => notCanonical(minted(draft), draw.below(3)),
  (draft, draw) => minted(draft).replace(/[^.]+$/u, draw.of('', 'AAAA', 'A', 'AA', 'A'.repeat(86))),
  (draft, draw) => {
    const token = minted(draft);
    return draw.of(
      token.replaceAll('-', '+').replaceAll('_', '/'),
      token.replace(/\.[^.]+\./u, '..'),
      `${token}.`,
      `${token}.a.b`,
      `${token}=`,
      token.replace('.', ''),
      `.${token}`,
      `${token}~`,
      token.slice(1),
    );
  },
  ({ header, claims, pair }, draw) =>
    sealed(
      JSON.stringify(header),
      JSON.stringify({ ...claims, pad: 'x'.repeat(draw.of(700, 1300, 6000, 9000)) }),
      pair,
    ),
];

/** The finished text, once in so many times in another spelling. */
export function spelled(draft: Draft, isOdd: boolean, draw: Draw): string {
  return isOdd ? draw.of(...SPELLINGS)(draft, draw) : minted(draft);
}

/** Sets a bit that no byte needs, in a segment that has one. */
function notCanonical(token: string, first: number): string {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
  const segments = token.split('.');
  for (const step of [0, 1, 2]) {
    const index = (first + step) % 3;
    const segment = segments[index] ?? '';
    if (segment.length % 4 < 2) continue;
    const last = alphabet[alphabet.indexOf(segment.slice(-1)) | 1] ?? '';
    return segments.with(index, segment.slice(0, -1) + last).join('.');
  }
  return token;
}
