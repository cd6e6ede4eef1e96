import { createVerifier, definePolicy, type DecisionEvent, type Verifier } from '@org/jwt-core';
import { createTestIssuer, type RequestDescription, type TestIssuer } from '@org/jwt-testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { AdapterDriver, Observation, Reports } from './driver.js';
import { RUNTIMES, type RuntimeAnswer } from './runtimes.js';
import { LIST, LIST_ORDERS, serve, type Outcome } from './serve.js';

const AUDIENCE = 'https://orders.example';
const ORIGIN = 'https://app.example';

type Lines = RequestDescription['headers'];

/** Where a token may be, and whether requests that show a map of their headers alone are judged. */
export function describeCredentials(driver: AdapterDriver): void {
  let issuer: TestIssuer;
  let verifier: Verifier;
  let token: string;
  const events: DecisionEvent[] = [];

  beforeAll(async () => {
    issuer = await createTestIssuer({ audience: AUDIENCE });
    token = await issuer.mint({ sub: 'user-1', client_id: 'web' });
    const route = 'GET /tenants/{tenant}/orders';
    const allow = [{ principal: 'user' }] as const;
    verifier = await createVerifier({
      policy: definePolicy({
        apiVersion: 'jwt-policy/v1',
        kind: 'JwtPolicy',
        metadata: { name: 'places' },
        issuers: {
          login: { iss: issuer.url, keys: { discovery: 'oidc' }, algs: ['ES256'], typ: 'at+jwt' },
        },
        services: {
          orders: {
            audience: AUDIENCE,
            accept: ['login'],
            credentials: [
              'header',
              { cookie: 'token', csrf: { origins: [ORIGIN] } },
              { header: 'X-Assertion' },
            ],
            operations: {
              listOrders: { route, allow },
              streamOrders: { credentials: { query: 'access_token' }, maxLifetime: '5m', allow },
            },
          },
        },
      }),
      insecure: { allowHttpLoopback: true },
      onDecision: (event) => events.push(event),
    });
  });
  beforeEach(() => {
    events.length = 0;
  });
  afterAll(async () => {
    await verifier.close();
    await issuer.close();
  });

  const PLACES: readonly (readonly [place: string, lines: () => Lines])[] = [
    ['the Authorization header', () => [['Authorization', `Bearer ${token}`]]],
    ['a cookie', () => [['Cookie', `theme=dark; token=${token}`]]],
    ['a header of a proxy', () => [['X-Assertion', token]]],
  ];

  describe(`a token on ${driver.name}`, () => {
    const ask = (request: Partial<RequestDescription>, operation = 'listOrders'): Promise<Outcome> =>
      serve(driver, { verifier, asks: [{ operation }] }, request);

    it.each(PLACES)('is accepted in %s (report G2)', async (_place, lines) => {
      const { status, observed } = await ask({ headers: lines() });
      expect([status, status === 200 && observed().subject]).toEqual([200, 'user-1']);
    });

    it('in two places is denied as ambiguous with 400, every pair of them', async () => {
      for (const [one, first] of PLACES) {
        for (const [other, second] of PLACES) {
          const { status, runs } = await ask({ headers: [...first(), ...second()] });
          expect([one, other, status, runs]).toEqual([one, other, 400, 0]);
        }
      }
    });

    it('in the query is accepted for the operation that says so, and for no other', async () => {
      const target = `${LIST.target}?access_token=${token}`;
      expect((await ask({ target }, 'streamOrders')).status).toBe(200);
      expect((await ask({ target })).status).toBe(401);
    });

    it('that was not in the Authorization header lets no cache keep the response', async () => {
      for (const [place, lines] of PLACES) {
        const { header } = await ask({ headers: lines() });
        const isElsewhere = place !== 'the Authorization header';
        expect([place, header('Cache-Control')]).toEqual([place, isElsewhere ? ['no-store'] : []]);
      }
    });

    it('in a cookie opens no WebSocket of another site', async () => {
      const lines: Lines = [
        ['Upgrade', 'websocket'],
        ['Cookie', `token=${token}`],
      ];
      expect((await ask({ headers: lines })).status).toBe(403);
      expect((await ask({ headers: [...lines, ['Origin', ORIGIN]] })).status).toBe(200);
    });

    it('that a middleware writes to req.headers has no effect: the lines that came decide (report G2)', async () => {
      const before = (request: { headers: Record<string, unknown> }): void => {
        request.headers['authorization'] = `Bearer ${token}`;
      };
      const application = { verifier, before } as unknown as Parameters<typeof serve>[1];
      expect((await serve(driver, application)).status).toBe(401);
      const forged: Lines = [['Authorization', `Bearer ${token.slice(0, -8)}AAAAAAAA`]];
      expect((await serve(driver, application, { headers: forged })).status).toBe(401);
    });
  });

  describe.each(RUNTIMES.map((runtime) => [runtime.name, runtime] as const))(
    `a request to ${driver.name} through %s`,
    (_name, runtime) => {
      const run = async (headers: Lines): Promise<RuntimeAnswer & { readonly runs: number }> => {
        let runs = 0;
        const reports: Reports = {
          ran: () => {
            runs += 1;
          },
          caught: () => undefined,
        };
        const { listener, close } = await driver.serve({ verifier, asks: [LIST_ORDERS] }, reports);
        try {
          return { ...(await runtime.send(listener, { ...LIST, headers })), runs };
        } finally {
          await close?.();
        }
      };
      const seen = (): unknown[] => events.map(({ code, duplicatesVisible }) => [code, duplicatesVisible]);
      const visible = runtime.showsLines ? undefined : false;

      it.each(PLACES)('is accepted with a good token in %s (report G1)', async (_place, lines) => {
        const { status, body, runs } = await run([['Host', 'orders.example'], ...lines()]);
        expect([status, runs]).toEqual([200, 1]);
        expect((JSON.parse(body) as Observation).subject).toBe('user-1');
        expect(seen()).toEqual([[undefined, visible]]);
      });

      it('is denied with 401 without a token, and with a bad one (report G1)', async () => {
        const bad: Lines = [['Authorization', `Bearer ${token.slice(0, -8)}AAAAAAAA`]];
        expect(await run([['Host', 'orders.example']])).toMatchObject({ status: 401, runs: 0 });
        expect(await run([['Host', 'orders.example'], ...bad])).toMatchObject({ status: 401, runs: 0 });
        expect(seen()).toEqual([
          ['credential.missing', visible],
          ['signature.invalid', visible],
        ]);
      });

      it(`with two Authorization lines is ${runtime.twoLines}`, async () => {
        const { status } = await run([
          ['Authorization', `Bearer ${token}`],
          ['Authorization', `Bearer ${token}`],
        ]);
        const isLost = runtime.twoLines === 'one is lost';
        expect([status, ...seen()]).toEqual(
          isLost ? [200, [undefined, false]] : [400, ['credential.ambiguous', visible]],
        );
      });
    },
  );
}
