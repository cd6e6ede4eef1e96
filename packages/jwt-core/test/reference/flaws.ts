/** What may be wrong with a token before it is signed: each flaw changes the draft. */

import { goodFor, NAMES, ODD_VALUES, otherThan, put } from './conditions.js';
import type { Draw } from './draw.js';
import { pairsOf } from './keyring.js';
import type { Draft } from './tokens.js';
import { claimOf, rolesAt } from './words.js';
import { TENANTS } from './worlds.js';

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

/** Around what may be left of the life of a token without `iat`. */
const REMAINING = [55, 60, 115, 300, 600, 900, 3600].flatMap((left) =>
  [0, 5, 10, 60].flatMap((skew) => [left + skew, left + skew + 0.5]),
) as [number, ...number[]];

/** One of the claims that the issuer requires. */
const requirement =
  (change: (good: unknown, draw: Draw) => unknown): Flaw =>
  (draft, draw) => {
    const [name, matcher] = Object.entries(draft.issuer.require ?? {})[0] ?? [];
    if (name === undefined || matcher === undefined) return {};
    return { claims: put(draft.claims, name, change(goodFor(matcher), draw)) };
  };

/** A number that could be two integers. */
const tooLarge: Flaw = ({ claims }) => {
  const name = NAMES.find((each) => typeof claimOf({ ...claims }, each) === 'number');
  return name === undefined ? {} : { claims: put(claims, name, 2 ** 53) };
};

/** The claim names the other tenant, whatever the `iss` says. */
const otherTenant: Flaw = ({ claims, issuer, tenant }) =>
  issuer.tenant === undefined
    ? {}
    : {
        claims: put(
          claims,
          issuer.tenant,
          TENANTS.find((each) => each !== tenant),
        ),
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
  time('iat', ...AGES),
  claim('sub', 'client_id', 'jti', 'act'),
  (draft, draw) => ({
    claims: put(
      draft.claims,
      draw.of('sub', 'client_id', 'jti', '/act/sub', draft.issuer.tenant ?? 'tid', 'roles'),
      `${draw.of('', 'alice', 'eu')}${draw.of('\0', '\n', '\r\n', '\t', '\x1b[2J', '\x7f', '\u0085', '\u00a0', '\u200b')}`,
    ),
  }),
  (draft, draw) => ({ claims: put(draft.claims, '/act/sub', draw.of<unknown>(...ODD_VALUES)) }),
  (draft, draw) => ({
    claims: put(
      put(draft.claims, 'exp', draft.now + draw.of(-4, -1, 0, 1, 4)),
      draw.of('iat', 'nbf'),
      draft.now + draw.of(-4, -1, 0, 1, 4),
    ),
  }),
  (draft) => ({ claims: put(draft.claims, 'act', { sub: 'agent', kind: { name: 1 } }) }),
  claim('scope', 'roles', 'scp', 'groups'),
  claim('nonce', 'at_hash', 'c_hash', 's_hash', 'events'),
  (draft, draw) => ({
    claims: {
      ...draft.claims,
      ...draw.of<object>(
        ...([{ nonce: 'n' }, { events: {} }, { token_use: 'refresh' }, { token_use: 'id' }] as const),
        ...[{ token_use: 'access' }, { typ: 'ID' }, { typ: 'Refresh' }, { typ: 'Bearer' }, { scope: 'read' }],
      ),
    },
  }),
  (draft, draw) => ({
    claims: put(
      draft.claims,
      draw.of('azp', 'cid', 'client_id', 'gty', 'token_use', 'typ'),
      draw.of<unknown>(
        ...['web', 'app', 'alice', 'WEB', 'cc', 'password', 'device', 'id', 'access', 'refresh', 'ID'],
        ...['Refresh', 'Bearer', '', null, undefined, 7, ['web'], ['Offline'], true],
      ),
    ),
  }),
  ({ claims, issuer }, draw) => ({
    claims: put(
      claims,
      draw.of('client_id', ...(issuer.lacks?.typ?.shownBy ?? [])),
      draw.of<unknown>(undefined, null, '', 0),
    ),
  }),
  (draft, draw) => ({ claims: { ...draft.claims, iat: undefined, exp: draft.now + draw.of(...REMAINING) } }),
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
      rolesAt(draft.issuer).claim,
      draw.of<unknown>(
        '',
        'clerk',
        'boss',
        ['x'],
        undefined,
        5,
        [''],
        ['clerk', 'a\tb'],
        ['head clerk', 'boss'],
        'head clerk',
        { clerk: {}, boss: null },
      ),
    ),
  }),
  claim(...NAMES, 'limits', 'deep'),
  claim(...NAMES, 'limits', 'deep'),
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
  otherTenant,
  otherTenant,
  tooLarge,
  requirement((_good, draw) => draw.of<unknown>(...ODD_VALUES)),
  (draft, draw) => ({
    claims: put(draft.claims, draw.of('sub', 'client_id', 'exp', 'iat', 'aud', 'iss'), undefined),
  }),
  (draft, draw) => ({ claims: put(draft.claims, 'cnf', draw.of<unknown>({ jkt: 'x' }, null, 1, false, '')) }),
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
