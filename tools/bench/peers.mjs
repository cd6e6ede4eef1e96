// The other libraries, from the folder `peers`, with the same checks. One that cannot do an algorithm is left out.
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { createRemoteJWKSet, jwtVerify } from 'jose';
import { AUDIENCE, checkByHand, ISS } from './world.mjs';

export const fromPeers = createRequire(new URL('./peers/package.json', import.meta.url));

/** By name: what takes a token and throws, or not. `remote` has the same keys over http. */
export async function createPeers(world, remote) {
  const makers = { jose: joseOf, 'jose, remote key set': () => joseRemoteOf(world, remote), ...OTHERS };
  const peers = {};
  for (const [name, make] of Object.entries(makers)) {
    const verify = await make(world);
    const token = await world.sign(0);
    try {
      await verify(token);
      peers[name] = verify;
    } catch {
      // No support for this algorithm.
    }
  }
  return peers;
}

const joseOptions = ({ alg }) => ({ algorithms: [alg], issuer: ISS, audience: AUDIENCE, typ: 'at+jwt' });

function joseOf(world) {
  const options = joseOptions(world);
  return async (token) => checkByHand((await jwtVerify(token, world.publicKey, options)).payload);
}

function joseRemoteOf(world, remote) {
  const options = joseOptions(world);
  const keys = createRemoteJWKSet(new URL(remote));
  return async (token) => checkByHand((await jwtVerify(token, keys, options)).payload);
}

const OTHERS = {
  'fast-jwt': (world) => fastJwtOf(world, false),
  'fast-jwt, cached': (world) => fastJwtOf(world, 10_000),
  'aws-jwt-verify': async ({ jwk }) => {
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
