/** Verifiers whose keys are not on the Internet: behind a proxy, in a cluster, at another address than the obvious one. */

import { writeFileSync } from 'node:fs';
import type { IncomingHttpHeaders, RequestListener } from 'node:http';
import { createServer } from 'node:https';
import { join } from 'node:path';
import { beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import { createAuthority } from '../../test/certificates.js';
import { serveProxy } from '../../test/connect-proxy.js';
import { listen } from '../../test/loopback.js';
import { createSigner, NOW, type Signer } from '../../test/mint.js';
import { asking, goodClaims, loginWith, ordersPolicy } from '../../test/orders.js';
import { temporaryFolder } from '../../test/policy-sources.js';
import type { KeyEvent } from '../keys/key-event.js';
import { httpsKeyFetcher } from '../keys/remote/fetcher.js';
import { ConfigurationError } from '../options/configuration-error.js';
import type { KeySource } from '../policy/document/document.js';
import { createVerifier, type VerifierOptions } from './create-verifier.js';
import type { Verifier } from './verifier.js';

const authority = await createAuthority();
const stranger = await createAuthority();
let signer: Signer;
beforeAll(async () => {
  signer = await createSigner();
});

async function open(options: VerifierOptions): Promise<Verifier> {
  const verifier = await createVerifier({ clock: () => NOW, ...options });
  onTestFinished(() => verifier.close());
  return verifier;
}

/** A key server with a certificate for this host. */
async function serveSecurely(host: string, listener: RequestListener): Promise<number> {
  return listen(createServer(authority.issue(host), listener));
}

const publish: RequestListener = (_request, response) => {
  response.setHeader('content-type', 'application/json');
  response.end(JSON.stringify({ keys: [signer.jwk] }));
};

const outcomeOf = async (verifier: Verifier, iss: string): Promise<string> => {
  const decision = await verifier.decide(asking(await signer.sign(goodClaims({ iss }))));
  return decision.outcome === 'allow' ? 'allow' : decision.code;
};

describe('E2: a discovery document that is elsewhere', () => {
  // As under a domain of the customer's own: the one of the provider needs its profile.
  const ISS = 'https://login.acme.example/4c2f1234-0000-4567-7654-123321828afd/v2.0/';
  const ADDRESS = `${ISS}.well-known/openid-configuration`;
  const REASON = `${ADDRESS}: status 404 (text/html): where the discovery document is elsewhere, write jwksUri`;
  const keyFetcher = (): Promise<{ status: number; headers: Record<string, string>; body: Uint8Array }> =>
    Promise.resolve({ status: 404, headers: { 'content-type': 'text/html' }, body: new Uint8Array() });
  const policy = ordersPolicy({ login: loginWith({ discovery: 'oidc' }, { iss: ISS }) });

  it('is named in the event, in warmUp(), in status() and describe(), in the denial and in the warning', async () => {
    const events: KeyEvent[] = [];
    const observed = await open({ policy, keyFetcher, onKeyEvent: (event) => events.push(event) });
    expect((await observed.warmUp()).issuers).toMatchObject([{ ready: false, reason: REASON }]);
    expect(observed.status().issuers).toMatchObject([{ ready: false, reason: REASON }]);
    expect(observed.describe().issuers).toMatchObject([{ state: 'unavailable', failure: REASON }]);
    expect(events).toMatchObject([{ type: 'keys.failed', reason: REASON }]);
    const { verdicts } = await observed.explain(asking(await signer.sign(goodClaims({ iss: ISS }))));
    expect(JSON.stringify(verdicts)).toContain(JSON.stringify(REASON).slice(1, -1));

    const warning = vi.spyOn(process, 'emitWarning').mockImplementation(() => undefined);
    await (await open({ policy, keyFetcher })).warmUp();
    expect(warning.mock.calls.map(([text]) => text)).toEqual([
      `The keys of login (${ISS}) cannot be fetched: ${REASON}. Its tokens are answered 503. Give observers or onKeyEvent to receive this yourself.`,
    ]);
  });
});

describe('F1: a company proxy', () => {
  const HOST = 'id.acme.example'; // no resolver outside of the proxy knows it
  const setUp = async (): Promise<{
    iss: string;
    url: string;
    asked: readonly { readonly authority: string }[];
    policy: ReturnType<typeof ordersPolicy>;
  }> => {
    const port = await serveSecurely(HOST, (request, response) => {
      if (request.url === '/keys') return publish(request, response);
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify({ issuer: iss, jwks_uri: `${iss}/keys` }));
    });
    const iss = `https://${HOST}:${String(port)}`;
    const policy = ordersPolicy({ login: loginWith({ discovery: 'oidc' }, { iss }) });
    return { iss, policy, ...(await serveProxy({ port })) };
  };

  it('is used where the environment names it and code says so', async () => {
    const { iss, url, asked, policy } = await setUp();
    vi.stubEnv('https_proxy', '');
    vi.stubEnv('HTTPS_PROXY', url);
    vi.stubEnv('no_proxy', '');
    vi.stubEnv('NO_PROXY', 'localhost');
    const verifier = await open({
      policy,
      keyFetcher: httpsKeyFetcher({ proxy: 'environment', ca: authority.ca }),
    });
    expect(await outcomeOf(verifier, iss)).toBe('allow');
    expect(asked.map((each) => `https://${each.authority}`)).toEqual([iss, iss]);
  });

  it('is used where code names it, and its failure is named without its password', async () => {
    const { iss, url, policy } = await setUp();
    const proxy = url.replace('://', '://ann:SECRET@');
    const good = await open({ policy, keyFetcher: httpsKeyFetcher({ proxy, ca: authority.ca }) });
    expect(await outcomeOf(good, iss)).toBe('allow');

    const refusing = await serveProxy({ wants: 'Basic abc' });
    const bad = await open({
      policy,
      keyFetcher: httpsKeyFetcher({ proxy: refusing.url.replace('://', '://ann:SECRET@') }),
      onKeyEvent: () => undefined,
    });
    expect((await bad.warmUp()).issuers).toMatchObject([
      {
        reason: `${iss}/.well-known/openid-configuration: the proxy ${refusing.url}: it answered 407, and wants credentials: write them into its URL`,
      },
    ]);
  });

  it('is spoken of where it is set and not used', async () => {
    const { policy, url } = await setUp();
    vi.stubEnv('HTTPS_PROXY', url);
    const verifier = await open({ policy, onKeyEvent: () => undefined });
    expect((await verifier.warmUp()).issuers[0]?.reason).toMatch(
      /: (?:ENOTFOUND|EAI_AGAIN) \(.*\); HTTPS_PROXY is set, and is used with proxy: 'environment' alone$/u,
    );
  });
});

describe('a cluster whose key set wants a token, and has its own authority', () => {
  interface Cluster {
    readonly folder: string;
    readonly policy: string;
    readonly seen: IncomingHttpHeaders[];
    readonly iss: string;
    readonly options: Pick<VerifierOptions, 'policy' | 'service'>;
  }
  /** The API server, which refuses callers without its token, and a policy file with these keys of its issuer. */
  const setUp = async (
    keysAt: (origin: string) => KeySource,
    listener: RequestListener = publish,
  ): Promise<Cluster> => {
    const seen: IncomingHttpHeaders[] = [];
    const port = await serveSecurely('127.0.0.1', (request, response) => {
      seen.push(request.headers);
      listener(request, response);
    });
    const iss = `https://127.0.0.1:${String(port)}`;
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'ca.crt'), authority.ca);
    writeFileSync(join(folder, 'token'), 'first\n');
    const { document } = ordersPolicy({ login: loginWith({ discovery: 'oidc' }, { iss }) });
    const login = loginWith({ allowedNetworks: ['127.0.0.0/8'], ...keysAt(iss) }, { iss });
    const policy = join(folder, 'policy.json');
    writeFileSync(policy, JSON.stringify({ ...document, issuers: { login } }));
    return { folder, policy, seen, iss, options: { policy, service: 'orders' } };
  };
  const atUri = (origin: string): KeySource => ({
    jwksUri: `${origin}/openid/v1/jwks`,
    tokenFile: 'token',
    caFile: 'ca.crt',
  });
  const warnings = (): void => {
    vi.spyOn(process, 'emitWarning').mockImplementation(() => undefined);
  };

  it('is reached with both, and the token is read again at each fetch', async () => {
    const { folder, seen, iss, options } = await setUp(atUri);
    const verifier = await open(options);
    expect(await outcomeOf(verifier, iss)).toBe('allow');
    writeFileSync(join(folder, 'token'), 'second\n'); // as the kubelet does
    const again = await open(options);
    expect(await outcomeOf(again, iss)).toBe('allow');
    expect(seen.map(({ authorization }) => authorization)).toEqual(['Bearer first', 'Bearer second']);
  });

  it('is given the token of the moment by one verifier', async () => {
    const { folder, seen, iss, options } = await setUp(atUri);
    let now = NOW;
    const verifier = await open({ ...options, clock: () => now });
    expect(await outcomeOf(verifier, iss)).toBe('allow');
    writeFileSync(join(folder, 'token'), 'second\n');
    now += 31_000; // an unknown kid may cause another fetch
    const rotated = await createSigner('ES256', 'k2');
    await verifier.decide(asking(await rotated.sign(goodClaims({ iss }))));
    expect(seen.map(({ authorization }) => authorization)).toEqual(['Bearer first', 'Bearer second']);
  });

  it('is given the token at discovery and at the key set of the same origin', async () => {
    const { seen, iss, options } = await setUp(
      () => ({ discovery: 'oidc', tokenFile: 'token', caFile: 'ca.crt' }),
      (request, response) => {
        if (request.url === '/keys') return publish(request, response);
        response.setHeader('content-type', 'application/json');
        response.end(JSON.stringify({ issuer: iss, jwks_uri: `${iss}/keys` }));
      },
    );
    expect(await outcomeOf(await open(options), iss)).toBe('allow');
    expect(seen.map(({ authorization }) => authorization)).toEqual(['Bearer first', 'Bearer first']);
  });

  it('never gives the token to another origin: not by discovery, and not by a redirect', async () => {
    warnings();
    const others: IncomingHttpHeaders[] = [];
    const port = await serveSecurely('127.0.0.1', (request, response) => {
      others.push(request.headers);
      publish(request, response);
    });
    const other = `https://127.0.0.1:${String(port)}`;
    const discovered = await setUp(
      () => ({ discovery: 'oidc', jwksOrigin: other, tokenFile: 'token', caFile: 'ca.crt' }),
      (_request, response) => {
        response.setHeader('content-type', 'application/json');
        response.end(JSON.stringify({ issuer: discovered.iss, jwks_uri: `${other}/keys` }));
      },
    );
    expect(await outcomeOf(await open(discovered.options), discovered.iss)).toBe('allow');
    expect(others.map(({ authorization }) => authorization)).toEqual([undefined]);

    const moved = await setUp(atUri, (_request, response) =>
      response.writeHead(302, { location: `${other}/keys` }).end(),
    );
    expect((await (await open(moved.options)).warmUp()).issuers).toMatchObject([
      { reason: `${moved.iss}/openid/v1/jwks: status 302 to ${other}, and no redirect is followed` },
    ]);
    expect(others).toHaveLength(1);
  });

  it('is not believed with a certificate of another authority', async () => {
    warnings();
    const { folder, iss, options, seen } = await setUp(atUri);
    writeFileSync(join(folder, 'ca.crt'), stranger.ca);
    const verifier = await open({ ...options, keyFetcher: httpsKeyFetcher({ ca: authority.ca }) });
    expect((await verifier.warmUp()).issuers[0]?.reason).toMatch(
      new RegExp(`^${iss}/openid/v1/jwks: .*(?:authority that is not trusted|CERT_SIGNATURE_FAILURE)`, 'u'),
    );
    expect(seen).toEqual([]);
  });

  it('is named where its token is refused', async () => {
    warnings();
    const { iss, options } = await setUp(atUri, (_request, response) =>
      response.writeHead(401, { 'content-type': 'application/json' }).end('{"message":"SECRET"}'),
    );
    expect((await (await open(options)).warmUp()).issuers).toMatchObject([
      { reason: `${iss}/openid/v1/jwks: status 401 (application/json)` },
    ]);
  });

  it('is an outage where the token is gone later, and a mistake at start where it is not there', async () => {
    const { folder, iss, options } = await setUp(atUri);
    const verifier = await open({ ...options, onKeyEvent: () => undefined });
    writeFileSync(join(folder, 'token'), '');
    expect((await verifier.warmUp()).issuers).toMatchObject([
      { reason: `${iss}/openid/v1/jwks: the tokenFile is empty` },
    ]);
    const promise = createVerifier(options);
    await expect(promise).rejects.toThrow(ConfigurationError);
    await expect(promise).rejects.toThrow(
      `The keys of issuer "login" cannot be fetched from ${iss}/openid/v1/jwks: the tokenFile is empty.`,
    );
  });

  it.each([
    ['a key set', (origin: string) => ({ ...atUri(origin.replace('https:', 'http:')) })],
    ['a host that code names', () => ({ ...atUri('http://keycloak:8080') })],
  ])('gets no token over plain http: %s', async (_what, keysAt) => {
    warnings();
    const { options } = await setUp(keysAt);
    const insecure = { allowHttpLoopback: true, allowHttpHosts: ['keycloak:8080'] };
    await expect(createVerifier({ ...options, insecure })).rejects.toThrow(
      'the token of tokenFile is sent over https alone',
    );
  });

  it('has a new authority in force when its file changes', async () => {
    const { folder, iss, options } = await setUp(atUri);
    writeFileSync(join(folder, 'ca.crt'), stranger.ca);
    const activated: string[] = [];
    const verifier = await open({
      ...options,
      reload: { everyMs: 20 },
      onKeyEvent: () => undefined,
      onPolicyEvent: (event) => activated.push(event.type),
    });
    expect(await outcomeOf(verifier, iss)).toBe('key.unavailable');
    writeFileSync(join(folder, 'ca.crt'), authority.ca);
    await vi.waitFor(() => {
      expect(activated).toEqual(['policy.activated', 'policy.activated']);
    }, 5_000);
    expect(await outcomeOf(verifier, iss)).toBe('allow');
  });
});
