// What ten thousand issuers, tenants, operations or a thousand keys cost: at start, in memory, and per request.
import { createVerifier, definePolicy } from '@org/jwt-core';
import { CompactSign, exportJWK, generateKeyPair } from 'jose';
import { median } from '../../lib/stats.mjs';

const SIZES = [1, 100, 10_000];
const REQUESTS = 200;

const { publicKey, privateKey } = await generateKeyPair('EdDSA', { extractable: true });
const jwk = { ...(await exportJWK(publicKey)), kid: 'k1', alg: 'EdDSA', use: 'sig' };
const keys = { jwks: { keys: [jwk] } };
/** Keys that other tokens are signed with. */
const strangers = await Promise.all(
  Array.from({ length: 999 }, async (_, index) => {
    const pair = await generateKeyPair('EdDSA', { extractable: true });
    return { ...(await exportJWK(pair.publicKey)), kid: `other-${index}`, alg: 'EdDSA', use: 'sig' };
  }),
);
const login = { keys, algs: ['EdDSA'], typ: 'at+jwt' };
const allow = [{ principal: 'user', scopes: ['orders:read'] }];
const range = (count, make) => Object.fromEntries(Array.from({ length: count }, (_, index) => make(index)));

/** For each thing that can grow: the policy of that size, the token for its last entry, and the request. */
const GROWTH = {
  'issuers, one entry each': {
    document: (size) => ({
      issuers: range(size, (index) => [`i${index}`, { ...login, iss: `https://i${index}.example` }]),
      service: { accept: Array.from({ length: size }, (_, index) => `i${index}`) },
    }),
    claims: (size) => ({ iss: `https://i${size - 1}.example` }),
  },
  'tenants, one iss each': {
    document: (size) => ({
      issuers: { login: { ...login, iss: 'https://id.example/{tenant}', tenants: tenants(size) } },
      service: { tenants: tenants(size), tenantFrom: 'path.tenant' },
      route: 'GET /t/{tenant}/orders',
    }),
    claims: (size) => ({ iss: `https://id.example/t-${size - 1}` }),
    target: (size) => `/t/t-${size - 1}/orders`,
  },
  'tenants in a claim': {
    document: (size) => ({
      issuers: { login: { ...login, iss: 'https://id.example', tenant: 'tid', tenants: tenants(size) } },
      service: { tenants: tenants(size), tenantFrom: 'path.tenant' },
      route: 'GET /t/{tenant}/orders',
    }),
    claims: (size) => ({ iss: 'https://id.example', tid: `t-${size - 1}` }),
    target: (size) => `/t/t-${size - 1}/orders`,
  },
  'keys of one issuer': {
    largest: 1_000,
    document: (size) => ({
      issuers: {
        login: {
          ...login,
          iss: 'https://id.example',
          keys: { jwks: { keys: [...strangers.slice(0, size - 1), jwk] } },
        },
      },
    }),
    claims: () => ({ iss: 'https://id.example' }),
  },
  operations: routed((index) => `GET /op${index}/{id}`),
  // Each place is a literal in half of the routes and a parameter in the other half: every beginning fits every path.
  'routes of every mix': routed(
    (index) =>
      `GET /${Array.from({ length: 14 }, (_, bit) => ((index >> bit) & 1 ? 'a' : `{p${bit}}`)).join('/')}/end${index}`,
  ),
  'routes that cross': routed((index) => (index % 2 ? `GET /a${index}/{p}/c` : `GET /{q}/b${index}/d`)),
};

/** Operations with these routes; the request is for the last of them. */
function routed(routeOf) {
  return {
    document: (size) => ({
      issuers: { login: { ...login, iss: 'https://id.example' } },
      service: { operations: range(size, (index) => [`op${index}`, { route: routeOf(index), allow }]) },
    }),
    claims: () => ({ iss: 'https://id.example' }),
    target: (size) =>
      routeOf(size - 1)
        .slice('GET '.length)
        .replace(/\{\w+\}/gu, 'a'),
  };
}

function tenants(size) {
  return Array.from({ length: size }, (_, index) => `t-${index}`);
}

async function prepare({ document, claims, target = () => '/orders' }, size) {
  const { issuers, service, route = 'GET /orders' } = document(size);
  const heapBefore = heapUsed();
  const started = performance.now();
  const policy = definePolicy({
    apiVersion: 'jwt-policy/v1',
    kind: 'JwtPolicy',
    metadata: { name: 'growth' },
    issuers,
    services: {
      orders: {
        audience: 'https://orders.example',
        accept: Object.keys(issuers),
        operations: { list: { route, allow } },
        ...service,
      },
    },
  });
  const checked = performance.now();
  const verifier = await createVerifier({ policy });
  const startMs = performance.now() - started;
  const compileMs = performance.now() - checked;
  const heapMb = (heapUsed() - heapBefore) / 1e6;
  const request = {
    method: 'GET',
    target: target(size),
    rawHeaders: ['Authorization', await bearer(claims(size))],
  };
  const { outcome, code } = await verifier.decide(request);
  if (outcome !== 'allow') throw new Error(`the benchmark's own token was refused: ${code}`);
  return { size, verifier, request, startMs, compileMs, heapMb, micros: [] };
}

async function bearer(claims) {
  const now = Math.floor(Date.now() / 1000);
  const payload = {
    aud: 'https://orders.example',
    sub: 'alice',
    client_id: 'web',
    scope: 'orders:read',
    iat: now,
    exp: now + 3000,
    ...claims,
  };
  const token = await new CompactSign(Buffer.from(JSON.stringify(payload)))
    .setProtectedHeader({ alg: 'EdDSA', kid: 'k1', typ: 'at+jwt' })
    .sign(privateKey);
  return `Bearer ${token}`;
}

function heapUsed() {
  globalThis.gc?.();
  return process.memoryUsage().heapUsed;
}

async function measureOne({ verifier, request, micros }) {
  const started = performance.now();
  for (let index = 0; index < REQUESTS; index += 1) await verifier.decide(request);
  micros.push(((performance.now() - started) * 1000) / REQUESTS);
}

export async function measure({ quick, progress }) {
  const rows = [];
  for (const [what, growth] of Object.entries(GROWTH)) {
    progress(what);
    const subjects = [];
    for (const size of SIZES) subjects.push(await prepare(growth, Math.min(size, growth.largest ?? size)));
    // Interleaved: other work on this machine slows all of them alike.
    for (let round = 0; round < (quick ? 9 : 41); round += 1)
      for (const subject of subjects) await measureOne(subject);
    const [one] = subjects;
    for (const { size, verifier, startMs, compileMs, heapMb, micros } of subjects) {
      const ratioToOne = median(micros.map((value, round) => value / one.micros[round]));
      rows.push({ what, size, startMs, compileMs, heapMb, decideMicros: median(micros), ratioToOne });
      await verifier.close();
    }
  }
  return rows;
}
