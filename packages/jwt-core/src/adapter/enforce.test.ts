import { describe, expect, it } from 'vitest';
import { AccessDeniedError, type Allowed, type Decision, type Denied } from '../decision/decision.js';
import { createIdentity } from '../decision/identity.js';
import { attachedIdentity, attachIdentity } from './attachment.js';
import { enforce, type ExchangePort } from './enforce.js';

const alice = createIdentity({
  issuer: 'login',
  subject: 'alice',
  clientId: undefined,
  principal: 'user',
  namedIdentity: undefined,
  tenant: undefined,
  actor: undefined,
  scopes: [],
  roles: [],
  claims: {},
  operation: 'listOrders',
});
const ALLOWED: Allowed = { outcome: 'allow', identity: alice, headers: [] };
const DENIED: Denied = {
  outcome: 'deny',
  code: 'credential.missing',
  layer: 'credential',
  response: { status: 401, headers: [['Cache-Control', 'no-store']], body: '{}' },
  problem: { type: 'about:blank', title: 'Denied', status: 401 },
};

/** An exchange of no framework, and what became of it. */
interface Exchange {
  readonly request: object;
  readonly calls: unknown[];
  readonly isAnswered: boolean;
}

const port: ExchangePort<Exchange> = {
  key: ({ request }) => request,
  isAnswered: ({ isAnswered }) => isAnswered,
  setHeaders({ calls }, headers) {
    calls.push(headers);
  },
  respond({ calls }, response) {
    calls.push(response);
  },
};

function exchangeOf(isAnswered = false): Exchange {
  const request = {};
  attachIdentity(request, ALLOWED);
  return { request, calls: [], isAnswered };
}

const deciding = (decision: Decision) => () => Promise.resolve(decision);

describe('enforce', () => {
  it('attaches the identity of an allowed request, and lets the request go on', async () => {
    const exchange = exchangeOf();
    expect(await enforce(port, exchange, deciding(ALLOWED), 'respond')).toBe(true);
    expect(attachedIdentity(exchange.request)).toBe(alice);
    expect(exchange.calls).toEqual([]);
  });

  it('sets the headers of an allowed request by name', async () => {
    const exchange = exchangeOf();
    const headers = [
      ['DPoP-Nonce', 'n-1'],
      ['DPoP-Nonce', 'n-2'],
    ] as const;
    await enforce(port, exchange, deciding({ ...ALLOWED, headers }), 'respond');
    expect(exchange.calls).toEqual([{ 'DPoP-Nonce': ['n-1', 'n-2'] }]);
  });

  it('sends the response to a denial, and removes an earlier identity', async () => {
    const exchange = exchangeOf();
    expect(await enforce(port, exchange, deciding(DENIED), 'respond')).toBe(false);
    expect(attachedIdentity(exchange.request)).toBeUndefined();
    expect(exchange.calls).toEqual([DENIED.response]);
  });

  it("throws an AccessDeniedError with onDeny: 'throw', and sends nothing", async () => {
    const exchange = exchangeOf();
    await expect(enforce(port, exchange, deciding(DENIED), 'throw')).rejects.toThrow(AccessDeniedError);
    expect(attachedIdentity(exchange.request)).toBeUndefined();
    expect(exchange.calls).toEqual([]);
  });

  it.each([
    ['allows', ALLOWED, 'respond'],
    ['denies', DENIED, 'respond'],
    ['denies and would throw', DENIED, 'throw'],
  ] as const)('does nothing to a response that was sent when it %s', async (_what, decision, onDeny) => {
    const exchange = exchangeOf(true);
    expect(await enforce(port, exchange, deciding({ ...decision }), onDeny)).toBe(false);
    expect(exchange.calls).toEqual([]);
  });

  it.each([undefined, null, 'route', new Error('bug')])(
    'rejects with an Error where the decision rejects with %s, and removes an earlier identity',
    async (reason) => {
      const exchange = exchangeOf();
      // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors
      const failing = () => Promise.reject(reason);
      await expect(enforce(port, exchange, failing, 'respond')).rejects.toThrow(Error);
      expect(attachedIdentity(exchange.request)).toBeUndefined();
      expect(exchange.calls).toEqual([]);
    },
  );

  it('removes the identity where the headers cannot be set', async () => {
    const exchange = exchangeOf();
    const failing: ExchangePort<Exchange> = {
      ...port,
      setHeaders: () => {
        throw new Error('invalid');
      },
    };
    const decision: Allowed = { ...ALLOWED, headers: [['X', '\n']] };
    await expect(enforce(failing, exchange, deciding(decision), 'respond')).rejects.toThrow('invalid');
    expect(attachedIdentity(exchange.request)).toBeUndefined();
  });
});
