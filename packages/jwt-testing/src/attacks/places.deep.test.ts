/** Every attack in every place, and the attacks on the places, against a policy that lists them all. */

import { createVerifier, definePolicy, type Verifier } from '@org/jwt-core';
import type { PolicyDocument } from '@org/jwt-core/policy';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  baselineFor,
  createMatrixFixture,
  materialFor,
  NOW,
  type MatrixFixture,
} from '../../test/matrix-fixture.js';
import { goodToken, type Alteration, type TokenMaterial } from '../alterations/alteration.js';
import { runMatrix, toAccessRequest, withHeader, type RequestDescription } from '../index.js';
import { attackMatrix, placeMatrix, withToken, type TokenPlace } from './index.js';

const ORIGIN = 'https://app.example';
const COOKIE = { cookie: '__Host-token' };
const HEADER = { header: 'X-Assertion' };
const FORWARDED = { header: 'X-Forwarded-Authorization', scheme: 'Bearer' } as const;
const QUERY = { query: 'access_token' };

let fixture: MatrixFixture;
let verifiers: Readonly<Record<string, Verifier>>;

beforeAll(async () => {
  fixture = await createMatrixFixture([2, 7]);
  const policy = definePolicy(withPlaces(fixture.document));
  const make = (service: string): Promise<Verifier> =>
    createVerifier({ policy, service, clock: () => NOW, insecure: { allowHttpLoopback: true } });
  verifiers = { orders: await make('orders'), strict: await make('strict') };
}, 60_000);

afterAll(() => fixture.close());

/** The same policy, with every place. What takes the query is a GET. */
function withPlaces(document: PolicyDocument): PolicyDocument {
  const credentials = ['header', { ...COOKIE, csrf: { origins: [ORIGIN] } }, HEADER, FORWARDED] as const;
  const services = Object.entries(document.services).map(([name, service]) => {
    const { create } = { ...service.operations };
    const list = {
      ...create,
      route: 'GET /tenants/{tenant}/orders',
      credentials: QUERY,
      maxLifetime: '5m',
    } as const;
    return [name, { ...service, credentials, operations: { ...service.operations, list } }] as const;
  });
  return { ...document, services: Object.fromEntries(services) };
}

function verifierOf(service: string): Verifier {
  const verifier = verifiers[service];
  if (verifier === undefined) throw new Error('unknown service');
  return verifier;
}

const setAt = (index: number): MatrixFixture['sets'][number] => {
  const set = fixture.sets[index];
  if (set === undefined) throw new Error('unknown key set');
  return set;
};

/** What a row starts from, with the origin that the cookie asks for. */
function materialOf(row: { readonly onlyWith?: string }): TokenMaterial {
  const material = materialFor(baselineFor(row), setAt(0));
  const known = materials.get(material) ?? {
    ...material,
    request: withHeader(material.request, 'Origin', ORIGIN),
  };
  materials.set(material, known);
  return known;
}

/** One for each, so that its good token is signed once. */
const materials = new Map<TokenMaterial, TokenMaterial>();

/** The same for the operation that takes the query. */
function streamOf(index = 0): TokenMaterial {
  const material = materialFor(baselineFor({}), setAt(index));
  return { ...material, request: { method: 'GET', target: '/tenants/t-eu/orders', headers: [] } };
}

const decide =
  (service = 'orders') =>
  (request: RequestDescription) =>
    verifierOf(service).decide(toAccessRequest(request));

const PLACES: readonly (readonly [name: string, place: TokenPlace])[] = [
  ['the Authorization header, among other places', 'header'],
  ['a cookie', COOKIE],
  ['a header', HEADER],
  ['a header with a scheme', FORWARDED],
];

describe.each(PLACES)('a token in %s', (_name, place) => {
  it('that is good is allowed', async () => {
    const material = materialOf({});
    const request = withToken(material.request, goodToken(material), place);
    expect(await decide()(request)).toMatchObject({ outcome: 'allow' });
  });

  it('that is an attack is denied with its code', { timeout: 240_000 }, async () => {
    const { alg } = setAt(0);
    const rows = attackMatrix({ alg, conditions: 'all', place });
    const failures = await runMatrix({
      rows,
      material: (row) => materialOf(row),
      decide: (request, row) => decide(baselineFor(row).service)(request),
    });
    expect(failures).toEqual([]);
    expect(rows.length).toBeGreaterThan(4_700);
  });
});

describe('a token in the query', () => {
  it('that is good is allowed', async () => {
    const material = streamOf();
    const request = withToken(material.request, goodToken(material), QUERY);
    expect(await decide()(request)).toMatchObject({ outcome: 'allow' });
  });

  it('that is an attack is denied with its code', { timeout: 240_000 }, async () => {
    // What other operations, services and limits make of a token is asked in the other places.
    const isHere = (row: Alteration): boolean =>
      !row.code.startsWith('time.') &&
      baselineFor(row).service === 'orders' &&
      baselineFor(row).path === 'orders';
    const rows = attackMatrix({ alg: setAt(0).alg, conditions: 'all', place: QUERY }).filter(isHere);
    const failures = await runMatrix({ rows, material: streamOf(), decide: decide() });
    expect(failures.filter(({ actual }) => !actual.includes('time.lifetime_too_long'))).toEqual([]);
    expect(rows.length).toBeGreaterThan(3_500);
  });
});

describe('what is no b64token in a cookie', () => {
  it('is denied, but for the good token before a semicolon, which ends it', async () => {
    const rows = attackMatrix({ alg: setAt(0).alg, conditions: 'all' }).filter(({ code }) =>
      code.startsWith('credential.'),
    );
    for (const row of rows) {
      const { headers } = await row.apply(materialOf(row));
      const value = headers.find(([name]) => name.toLowerCase() === 'authorization')?.[1] ?? '';
      const text = value.replace('Bearer ', '');
      const outcome = text.startsWith(`${goodToken(materialOf(row))};`) ? 'allow' : 'deny';
      const request = withToken(materialOf(row).request, text, COOKIE);
      expect(await decide()(request), row.name).toMatchObject({ outcome });
    }
    expect(rows.length).toBeGreaterThan(100);
  });
});

describe('the attacks on the places', () => {
  it.each([0, 1])('are denied with their codes, with key set %i', async (index) => {
    const rows = placeMatrix({ ...COOKIE, origin: ORIGIN, ...HEADER, ...QUERY });
    const failures = await runMatrix({ rows, material: () => streamOf(index), decide: decide() });
    expect(failures).toEqual([]);
    expect(rows.length).toBeGreaterThan(1_500);
  });

  it('are denied with another parameter, and where the header alone is taken', async () => {
    const other = placeMatrix({ query: 't' });
    const bare = await fixture.createVerifiers();
    const material = materialOf({});
    const failures = await runMatrix({
      rows: other.filter(({ name }) => !name.includes('parameter')),
      material: () => material,
      decide: (request) =>
        bare['orders']?.decide(toAccessRequest(request)) ?? Promise.reject(new Error('none')),
    });
    expect(failures).toEqual([]);
  });

  it('have unique names, and need the origin of a cookie', () => {
    const names = placeMatrix({ ...COOKIE, origin: ORIGIN, ...HEADER, query: 't' }).map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    expect(() => placeMatrix(COOKIE)).toThrow('a cookie needs its origin');
  });
});

describe('the same requests without what makes them attacks', () => {
  it.each(['POST', 'GET'])(
    'are allowed with %s and the cookie, from a page of the application',
    async (method) => {
      const material = streamOf();
      const request = withToken({ ...material.request, method }, goodToken(material), COOKIE);
      for (const [name, value] of [
        ['Origin', ORIGIN],
        ['Sec-Fetch-Site', 'same-origin'],
      ] as const) {
        expect(await decide()(withHeader(request, name, value))).toMatchObject({ outcome: 'allow' });
      }
    },
  );
});
