import { ConfigurationError, type HttpRequest, type Verifier } from '@org/jwt-core';
import {
  createConformanceKit,
  STUB_ALLOWED,
  stubVerifier,
  withBearer,
  withHeader,
  type ConformanceKit,
  type RequestDescription,
} from '@org/jwt-testing';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AdapterDriver, Ask } from './driver.js';
import { allowing, LIST, LIST_ORDERS, nameOf, serve } from './serve.js';

const USER = { sub: 'user-1', client_id: 'web-shop', tenant_id: 't-eu', scope: 'orders:read' };

/** What a handler learns after a decision of a real verifier, and what the verifier learns of the request. */
export function describeDecisions(driver: AdapterDriver): void {
  let kit: ConformanceKit;
  let verifier: Verifier;
  let listWithToken: RequestDescription;

  beforeAll(async () => {
    kit = await createConformanceKit();
    verifier = await kit.createVerifier();
    listWithToken = withBearer(LIST, await kit.issuer.mint(USER));
  });
  afterAll(() => kit.close());

  const can = (ask: Ask): boolean => driver.asks.includes(ask);

  describe(`a decision on ${driver.name}`, () => {
    it('lets the handler run once, with the headers of the decision', async () => {
      const decided = stubVerifier(() =>
        Promise.resolve({ ...STUB_ALLOWED, headers: [['DPoP-Nonce', 'n-1']] }),
      );
      for (const ask of driver.asks) {
        const { header, runs } = await serve(driver, { verifier: decided, asks: [ask] });
        expect([nameOf(ask), header('DPoP-Nonce'), runs]).toEqual([nameOf(ask), ['n-1'], 1]);
      }
    });

    it('of a named operation says who it is, and what was allowed', async () => {
      const { status, observed } = await serve(driver, { verifier }, listWithToken);
      expect(status).toBe(200);
      expect(observed()).toMatchObject({ operation: 'listOrders', subject: 'user-1', tenant: 't-eu' });
    });

    it('denies another tenant in the path with 403', async () => {
      const request = { ...listWithToken, target: '/tenants/t-us/orders' };
      expect((await serve(driver, { verifier }, request)).status).toBe(403);
    });

    it('denies two Authorization lines as ambiguous with 400, though Node shows only the first', async () => {
      const request = withHeader(listWithToken, 'authorization', 'Bearer x');
      for (const ask of driver.asks) {
        expect((await serve(driver, { verifier, asks: [ask] }, request)).status).toBe(400);
      }
    });

    if (can('guard'))
      it('of guard() is found by method and path', async () => {
        const asks: Ask[] = ['guard'];
        const { observed } = await serve(driver, { verifier, asks }, listWithToken);
        expect(observed()).toMatchObject({ operation: 'listOrders', subject: 'user-1' });
        const elsewhere = { ...listWithToken, target: '/elsewhere' };
        expect((await serve(driver, { verifier, asks }, elsewhere)).status).toBe(403);
      });

    if (can('guard'))
      it('of guard() is about the rewritten URL', async () => {
        const before = (request: IncomingMessage): void => {
          request.url = request.url?.replace('/old', '/tenants') ?? '';
        };
        const request = { ...listWithToken, target: '/old/t-eu/orders' };
        const { observed } = await serve(driver, { verifier, before, asks: ['guard'] }, request);
        expect(observed()).toMatchObject({ operation: 'listOrders' });
        expect((await serve(driver, { verifier, asks: ['guard'] }, request)).status).toBe(403);
      });

    if (can('identify'))
      it('of identify() says who it is and allows no operation', async () => {
        const { observed } = await serve(driver, { verifier, asks: ['identify'] }, listWithToken);
        expect(observed()).toMatchObject({ operation: null, subject: 'user-1' });
      });

    if (can('identify'))
      it('of identify() denies a request without credential with 401', async () => {
        expect((await serve(driver, { verifier, asks: ['identify'] })).status).toBe(401);
      });

    if (can('identify, optional'))
      it("of identify() with auth: 'optional' allows an anonymous request, and denies a bad credential", async () => {
        const asks: Ask[] = ['identify, optional'];
        expect((await serve(driver, { verifier, asks })).observed()).toMatchObject({ hasIdentity: false });
        expect((await serve(driver, { verifier, asks }, withBearer(LIST, 'garbage'))).status).toBe(401);
      });
  });

  if (can('guard'))
    describe(`two decisions about one request on ${driver.name}`, () => {
      const notices: Ask = { operation: 'notices' };

      it.each<[string, Ask[], number]>([
        ['a guard, and the same name', ['guard', LIST_ORDERS], 200],
        ['a guard, and another name', ['guard', notices], 403],
        ['another name, and a guard', [notices, 'guard'], 403],
        ['two names', [notices, LIST_ORDERS], 200],
      ])('%s', async (_what, asks, status) => {
        expect((await serve(driver, { verifier, asks }, listWithToken)).status).toBe(status);
      });

      it('leave no identity where they disagree', async () => {
        const asks: Ask[] = ['guard', notices];
        const application = { verifier, asks, onDeny: 'throw', onError: 'shows the identity' } as const;
        const { status, observed } = await serve(driver, application, listWithToken);
        expect(status).toBe(418);
        expect(observed()).toMatchObject({ hasIdentity: false });
      });

      it('leave no identity where the second one ends in an error', async () => {
        const failing: Verifier = {
          ...stubVerifier(() => Promise.reject(new Error('bug'))),
          decide: (request: HttpRequest, ...rest: readonly unknown[]) =>
            rest.length === 0 ? verifier.decide(request) : Promise.reject(new Error('bug')),
        };
        const asks: Ask[] = ['guard', LIST_ORDERS];
        const application = { verifier: failing, asks, onError: 'shows the identity' } as const;
        const { status, observed } = await serve(driver, application, listWithToken);
        expect(status).toBe(418);
        expect(observed()).toMatchObject({ hasIdentity: false });
      });

      it('leave no identity where the second one is anonymous', async () => {
        const anonymous: Verifier = {
          ...allowing,
          decide: (request: HttpRequest, ...rest: readonly unknown[]) =>
            rest.length === 0 ? verifier.decide(request) : Promise.resolve(STUB_ALLOWED),
        };
        const asks: Ask[] = ['guard', LIST_ORDERS];
        const { observed } = await serve(driver, { verifier: anonymous, asks }, listWithToken);
        expect(observed()).toMatchObject({ hasIdentity: false });
      });
    });

  describe(`getAuth() on ${driver.name}`, () => {
    it('is undefined before a middleware of this package ran, also where other code wrote one', async () => {
      const { observed } = await serve(driver, { verifier: allowing, forges: 'before', asks: [] });
      expect(observed()).toMatchObject({ hasIdentity: false, scopes: [] });
    });

    it('does not believe what other code wrote afterwards', async () => {
      const { observed } = await serve(driver, { verifier, forges: 'after' }, listWithToken);
      expect(observed()).toMatchObject({ subject: 'user-1' });
    });

    it("leaves the application's own place for identities alone", async () => {
      for (const ask of driver.asks) {
        for (const forges of ['before', undefined] as const) {
          const application = { verifier, asks: [ask], ...(forges && { forges }) };
          const { status, observed } = await serve(driver, application, listWithToken);
          expect([nameOf(ask), forges, status]).toEqual([nameOf(ask), forges, 200]);
          expect(observed()).toMatchObject({ subject: 'user-1', isUntouched: true });
        }
      }
    });
  });

  describe(`the request that the verifier gets on ${driver.name}`, () => {
    const requestsOf = async (
      application: Omit<Parameters<typeof serve>[1], 'verifier'>,
    ): Promise<readonly HttpRequest[]> => {
      const seen: HttpRequest[] = [];
      const seeing = stubVerifier((request) => {
        seen.push(request);
        return Promise.resolve(STUB_ALLOWED);
      });
      const headers = [['X-Request-Id', 'of-the-caller']] as const;
      const asks = ['identify', 'guard', LIST_ORDERS].filter(
        (ask) => typeof ask === 'object' || can(ask as Ask),
      ) as Ask[];
      await serve(driver, { verifier: seeing, asks, ...application }, { headers });
      expect(seen).toHaveLength(asks.length);
      return seen;
    };

    if (driver.ownRequestId === undefined)
      it.each([
        ['a text', 'req-7', 'req-7'],
        ['a number', 7, '7'],
        ['something else', { toString: () => 'x' }, undefined],
        ['not there', undefined, undefined],
      ])('has the id of the request, which may be %s, as its requestId', async (_what, id, requestId) => {
        const before = (request: IncomingMessage): void => {
          Object.assign(request, { id });
        };
        for (const request of await requestsOf({ before })) expect(request.requestId).toBe(requestId);
      });

    if (driver.ownRequestId !== undefined)
      it("has the framework's own id as its requestId", async () => {
        for (const { requestId } of await requestsOf({})) {
          expect(requestId).toMatch(driver.ownRequestId ?? '');
        }
      });

    it('has the requestId that the application says', async () => {
      for (const request of await requestsOf({ requestId: 'header' })) {
        expect(request.requestId).toBe('of-the-caller');
      }
    });

    it('takes the requestId from a function alone', async () => {
      const served = serve(driver, { verifier: allowing, requestId: 'x-request-id' });
      await expect(served).rejects.toThrow(ConfigurationError);
      await expect(served).rejects.toThrow('requestId: expected a function, found a string.');
    });

    it.each([
      [500, 500],
      [0, 0],
      [null, undefined],
    ])('says how many header lines the server reads: %s', async (limit, expected) => {
      const seen: HttpRequest[] = [];
      const seeing = stubVerifier((request) => {
        seen.push(request);
        return Promise.resolve(STUB_ALLOWED);
      });
      const reports = { ran: () => undefined, caught: () => undefined };
      const { listener, close } = await driver.serve({ verifier: seeing, asks: [LIST_ORDERS] }, reports);
      const server = createServer(listener);
      server.maxHeadersCount = limit;
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      const { port } = server.address() as AddressInfo;
      await fetch(`http://127.0.0.1:${String(port)}${LIST.target}`);
      server.close();
      server.closeAllConnections();
      await close?.();
      expect(seen.map(({ maxHeadersCount }) => maxHeadersCount)).toEqual([expected]);
    });
  });
}
