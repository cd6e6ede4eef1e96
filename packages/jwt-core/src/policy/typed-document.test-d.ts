/** What must not compile: a name that no operation of a policy in code has. Checked by the test tsconfig. */

import { createVerifier } from '../verify/create-verifier.js';
import type { Verifier } from '../verify/verifier.js';
import type { AccessRequest } from '../request/access-request.js';
import { definePolicy, loadPolicy } from './policy.js';
import { simplePolicy } from './simple-policy.js';

declare const request: AccessRequest;

const policy = definePolicy({
  apiVersion: 'jwt-policy/v1',
  kind: 'JwtPolicy',
  metadata: { name: 'shop' },
  issuers: {
    login: { iss: 'https://id.example', keys: { discovery: 'oidc' }, algs: ['ES256'], typ: 'at+jwt' },
  },
  services: {
    orders: {
      audience: 'https://orders.example',
      accept: ['login'],
      operations: { listOrders: { route: 'GET /orders', auth: 'public' }, createOrder: { auth: 'public' } },
    },
    billing: { audience: 'https://b.example', accept: ['login'], operations: { pay: { auth: 'public' } } },
  },
});

const verifier = await createVerifier({ policy, service: 'orders' });
await verifier.decide(request, { operation: 'listOrders' });
await verifier.decide(request, { operation: 'pay' }); // of the other service: found at start and at run time
verifier.requireOperation('createOrder');
// @ts-expect-error -- there is no such operation
await verifier.decide(request, { operation: 'listOrder' });
// @ts-expect-error -- there is no such operation
await verifier.explain(request, { operation: 'listOrder' });
// @ts-expect-error -- there is no such operation
verifier.requireOperation('listOrder');

const simple = simplePolicy({
  issuer: 'https://id.example',
  audience: 'https://orders.example',
  algs: ['ES256'],
  operations: { list: { route: 'GET /', allow: [{ principal: 'user' }] } },
});
const simpleVerifier = await createVerifier({ policy: simple });
await simpleVerifier.decide(request, { operation: 'list' });
// @ts-expect-error -- there is no such operation
await simpleVerifier.decide(request, { operation: 'lists' });

// A policy of a file has names that only the file knows.
for (const loaded of ['jwt-policy.yaml', await loadPolicy('jwt-policy.yaml')]) {
  const fromFile: Verifier = await createVerifier({ policy: loaded });
  await fromFile.decide(request, { operation: 'anything' });
}
export const anyVerifier: Verifier = verifier;

// Keys are still checked where they are written.
definePolicy({
  apiVersion: 'jwt-policy/v1',
  kind: 'JwtPolicy',
  metadata: { name: 'shop' },
  // @ts-expect-error -- a key that is misspelt
  issuers: { login: { iss: 'https://id.example', key: { discovery: 'oidc' } } },
  services: {},
});
simplePolicy({
  issuer: 'https://id.example',
  audience: 'https://orders.example',
  algs: ['ES256'],
  // @ts-expect-error -- a key that is misspelt
  operations: { list: { rout: 'GET /' } },
});
