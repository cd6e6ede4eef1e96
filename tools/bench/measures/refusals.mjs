// What it costs to say no, as a part of what jose takes for a good token.
import { timed } from '../../lib/clock.mjs';
import { spread } from '../../lib/stats.mjs';
import { contest, ratioOf } from '../contest.mjs';
import { createPeers, serveKeys } from '../peers.mjs';
import { createWorld, requestFor, tokensOf, verifierOf } from '../world.mjs';

const REFERENCE = 'a good token, by jose';

export async function measure({ quick, progress }) {
  progress('refusals');
  const world = await createWorld('RS256');
  const other = await createWorld('RS256');
  const verifier = await verifierOf(world);
  const [good] = await tokensOf(world, 1);
  const [header, payload, signature] = good.split('.');
  const encode = (value) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const past = { iat: world.now - 7200, exp: world.now - 3600 };
  const tokens = {
    'no token at all': 'nonsense',
    'malformed: no JSON': `${header}.${payload.slice(4)}.${signature}`,
    'a wrong algorithm': `${encode({ alg: 'HS256', kid: 'k1', typ: 'at+jwt' })}.${payload}.${signature}`,
    'an unknown kid': `${encode({ alg: 'RS256', kid: 'unknown', typ: 'at+jwt' })}.${payload}.${signature}`,
    'a bad signature': (await other.sign(0)).replace(/^[^.]+/u, header),
    expired: await world.sign(0, past),
    'a wrong audience': await world.sign(0, { aud: 'https://payments.example' }),
  };
  const keys = await serveKeys([world.jwk]);
  const { jose } = (await createPeers(world, keys.url)).peers;
  keys.close();
  const repeat = (value) => Array.from({ length: 200 }, () => value);
  const contestants = { [REFERENCE]: () => timed(repeat(good), 1, jose) };
  for (const [what, token] of Object.entries(tokens)) {
    contestants[what] = () =>
      timed(repeat(requestFor(token)), 1, async (request) => {
        if ((await verifier.decide(request)).outcome !== 'deny') throw new Error(`accepted: ${what}`);
      });
  }
  const results = await contest(contestants, { rounds: quick ? 7 : 21 });
  await verifier.close();
  return Object.keys(contestants).map((what) => ({
    what,
    wallMicros: spread(results[what].wall),
    mainMicros: spread(results[what].main),
    partOfJose: ratioOf(results[what], results[REFERENCE]),
  }));
}
