/** What alterations start from, for a token of a policy's issuer. */

import type { TokenMaterial } from '../alterations/alteration.js';
import type { RequestDescription } from '../http/request-description.js';
import type { ClaimsToSign, TestIssuer } from '../issuer/test-issuer.js';
import { typeOf } from './good-token.js';
import { algorithmsFor, type ResolvedIssuer } from './stand-in.js';

/** The test issuer in the dress of one issuer of the policy: its `iss`, its `typ` and its algorithm. */
export function materialOf(
  testIssuer: TestIssuer,
  model: ResolvedIssuer,
  claims: ClaimsToSign,
  request: RequestDescription,
): TokenMaterial {
  const [own] = algorithmsFor(testIssuer, model);
  const { iss = testIssuer.url } = claims;
  const issuer: TestIssuer = {
    url: String(iss),
    mint: (more, options) => testIssuer.mint(more, options),
    claims: (more) => testIssuer.claims(more),
    header: (alg) => ({
      ...testIssuer.header(alg ?? own),
      typ: typeOf(model) ?? model.types[0] ?? 'JWT',
    }),
    sign: (header, payload, alg) => testIssuer.sign(header, payload, alg ?? own),
    signingKey: (alg) => testIssuer.signingKey(alg ?? own),
    encryptionKey: () => testIssuer.encryptionKey(),
    rotateKey: () => testIssuer.rotateKey(),
    retireKeys: () => testIssuer.retireKeys(),
    publicJwks: () => testIssuer.publicJwks(),
    goOffline: () => testIssuer.goOffline(),
    goOnline: () => testIssuer.goOnline(),
    close: () => testIssuer.close(),
    [Symbol.asyncDispose]: () => testIssuer.close(),
  };
  return { issuer, claims, request };
}
