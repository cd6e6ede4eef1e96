// The other libraries, from the folder `peers`, with the same checks, and the yardstick of `least.mjs`.
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { createLocalJWKSet, createRemoteJWKSet, jwtVerify } from 'jose';
import { leastVerify } from './least.mjs';
import { AUDIENCE, checkByHand, ISS, REMEMBERED } from './world.mjs';

export const fromPeers = createRequire(new URL('./peers/package.json', import.meta.url));

/**
 * By name: what takes a token and throws, or not. `remote` has the same keys over http. One that is not installed, or
 * cannot do this algorithm, is among the `missing`.
 */
export async function createPeers(world, remote) {
  const makers = { ...JOSE, 'jose, remote key set': () => joseOf(world, remoteKeys(remote)), ...OTHERS };
  const peers = {};
  const missing = [];
  const token = await world.sign(0);
  for (const [name, make] of Object.entries(makers)) {
    try {
      const verify = make(world);
      await verify(token);
      peers[name] = verify;
    } catch (error) {
      missing.push({ name, notAvailable: error.message });
    }
  }
  return { peers, missing };
}

const JOSE = {
  jose: (world) => joseOf(world, world.publicKey),
  'jose, local key set': (world) => joseOf(world, createLocalJWKSet({ keys: [world.jwk] })),
};
const remoteKeys = (url) => createRemoteJWKSet(new URL(url));

function joseOf({ alg }, keys) {
  const options = { algorithms: [alg], issuer: ISS, audience: AUDIENCE, typ: 'at+jwt' };
  return async (token) => checkByHand((await jwtVerify(token, keys, options)).payload);
}

const OTHERS = {
  'by hand': leastVerify,
  'fast-jwt': (world) => fastJwtOf(world, false),
  'fast-jwt, cached': (world) => fastJwtOf(world, REMEMBERED),
  'aws-jwt-verify': ({ jwk }) => {
    const { JwtVerifier } = fromPeers('aws-jwt-verify');
    const verifier = JwtVerifier.create({
      issuer: ISS,
      audience: AUDIENCE,
      jwksUri: 'https://id.example/jwks',
    });
    verifier.cacheJwks({ keys: [jwk] });
    return (token) => checkByHand(verifier.verifySync(token));
  },
  jsonwebtoken: ({ alg, pem }) => {
    const { verify } = fromPeers('jsonwebtoken');
    return (token) => checkByHand(verify(token, pem, { algorithms: [alg], issuer: ISS, audience: AUDIENCE }));
  },
};

function fastJwtOf({ alg, pem }, cache) {
  const { createVerifier } = fromPeers('fast-jwt');
  const verify = createVerifier({
    key: pem,
    algorithms: [alg],
    allowedIss: ISS,
    allowedAud: AUDIENCE,
    cache,
  });
  return (token) => checkByHand(verify(token));
}

/** A key set over http on this machine. */
export async function serveKeys(keys) {
  const server = createServer((_request, response) => {
    response.setHeader('Content-Type', 'application/json');
    response.end(JSON.stringify({ keys }));
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { url: `http://127.0.0.1:${server.address().port}/jwks`, close: () => server.close() };
}
