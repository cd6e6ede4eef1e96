// The least that can be done, as a yardstick: what the runtime alone takes. No policy, no strictness, no events.
import { createPublicKey, constants, hash, verify } from 'node:crypto';
import { promisify } from 'node:util';
import { AUDIENCE, checkByHand, ISS } from './world.mjs';

const verifyLater = promisify(verify);
const HOW = {
  RS256: { hash: 'sha256' },
  PS256: { hash: 'sha256', padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 32 },
  ES256: { hash: 'sha256', dsaEncoding: 'ieee-p1363' },
  EdDSA: {},
};

/** A signature, `JSON.parse`, and a few comparisons. */
export function leastVerify({ alg, pem }) {
  const { hash: digest, ...options } = HOW[alg];
  const key = { key: createPublicKey(pem), ...options };
  return async (token) => {
    const end = token.lastIndexOf('.');
    const signature = Buffer.from(token.slice(end + 1), 'base64url');
    const content = Buffer.from(token.slice(0, end), 'latin1');
    if (!(await verifyLater(digest, content, key, signature))) throw new Error('a bad signature');
    checkLeast(readClaims(token));
  };
}

const seen = new Map();

/** Of a request with a token that was seen before: a hash, a look-up, and a few comparisons. */
export function leastGuard(rawHeaders) {
  const place = rawHeaders.findIndex((text, index) => index % 2 === 0 && isAuthorization(text));
  const token = rawHeaders[place + 1].slice('Bearer '.length);
  const name = hash('sha256', token, 'binary');
  let claims = seen.get(name);
  if (claims === undefined) seen.set(name, (claims = readClaims(token)));
  checkLeast(claims);
  return claims;
}

function isAuthorization(name) {
  return name.length === 13 && name.toLowerCase() === 'authorization';
}

function readClaims(token) {
  return JSON.parse(Buffer.from(token.split('.')[1], 'base64url').toString());
}

function checkLeast(claims) {
  if (claims.iss !== ISS || claims.aud !== AUDIENCE || Date.now() / 1000 >= claims.exp)
    throw new Error('refused');
  checkByHand(claims);
}
