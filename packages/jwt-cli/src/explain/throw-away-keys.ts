/**
 * The policy as it is, with throw-away keys in the place of its keys: everything but the signature of a token can then be
 * judged without a network and without a secret. Algorithms, `typ`, times, services and rules stay.
 */

import { createHmac, randomBytes } from 'node:crypto';
import { basename, join } from 'node:path';
import { parsePolicy, type Policy } from '@org/jwt-core';
import type { IssuerDocument, KeySource, ListedKeySource, ResolvedKeySource } from '@org/jwt-core/policy';
import { createTestIssuer, type SigningAlgorithm, type TestIssuer } from '@org/jwt-testing';

/** Where the engine reads the throw-away secret, for issuers with shared secrets. */
const SECRET_VARIABLE = 'JWT_POLICY_THROW_AWAY_SECRET';

/** Signs with the throw-away keys. */
export interface ThrowAwayKeys extends AsyncDisposable {
  readonly policy: Policy;
  /**
   * The header and the claims of a token, byte by byte, with a good signature: first with the token's own algorithm, then with
   * the others that the policy lists. `iss` takes the place of the token's own.
   */
  sign(token: string, iss?: string): Iterable<SignedAgain>;
}

/** A token that was signed again, and what of its header had to be replaced. */
export interface SignedAgain {
  readonly token: string;
  readonly replaced: readonly string[];
}

/** Makes keys for the algorithms of the policy. `alg` is that of the token. */
export async function throwAwayKeys(policy: Policy, alg: string | undefined): Promise<ThrowAwayKeys> {
  const sources = Object.values(policy.model.issuers).flatMap(({ keys }) => keys);
  const algs = algorithmsFor(sources, alg);
  const issuer = await createTestIssuer({ algs });
  const secret = randomBytes(64).toString('hex');
  process.env[SECRET_VARIABLE] = secret;
  const discard = async (): Promise<void> => {
    if (process.env[SECRET_VARIABLE] === secret) Reflect.deleteProperty(process.env, SECRET_VARIABLE);
    await issuer.close();
  };
  try {
    return {
      policy: await withKeysOf(policy, issuer),
      sign: (token, iss) =>
        signAgain(iss === undefined ? token : withIss(token, iss), issuer, { algs, secret }),
      [Symbol.asyncDispose]: discard,
    };
  } catch (error) {
    await discard();
    throw error;
  }
}

/** The first of each source, and the token's own where one lists it: keys for RSA take their time. */
function algorithmsFor(
  sources: readonly ResolvedKeySource[],
  alg: string | undefined,
): readonly SigningAlgorithm[] {
  const wanted = sources.flatMap(({ algorithms }) => {
    const [first, ...others] = algorithms.filter(isAsymmetric);
    return first === undefined ? [] : [first, ...others.filter((each) => isSame(each, alg))];
  });
  return wanted.length === 0 ? ['ES256'] : [...new Set(wanted)];
}

function isAsymmetric(alg: string): alg is SigningAlgorithm {
  return !alg.startsWith('HS');
}

/** `EdDSA` and `Ed25519` are two names of one algorithm (RFC 9864). */
function isSame(one: string, other: string | undefined): boolean {
  const names: readonly (string | undefined)[] = ['EdDSA', 'Ed25519'];
  return one === other || (names.includes(one) && names.includes(other));
}

async function withKeysOf(policy: Policy, issuer: TestIssuer): Promise<Policy> {
  const { document, model, directory, file } = policy;
  const issuers = Object.fromEntries(
    Object.entries(document.issuers).map(([name, each]) => [
      name,
      { ...each, keys: keysOf(each, model.issuers[name]?.keys ?? [], issuer) },
    ]),
  );
  const place = directory === undefined ? { location: file } : { file: join(directory, basename(file)) };
  return parsePolicy(JSON.stringify({ ...document, issuers }), place);
}

function keysOf(
  { keys }: IssuerDocument,
  sources: readonly ResolvedKeySource[],
  issuer: TestIssuer,
): NonNullable<IssuerDocument['keys']> {
  const inPlace = sources.map((source) => inPlaceOf(source, issuer));
  if (!isList(keys)) return inPlace[0] ?? {};
  return keys.map(({ algs, until }, index) => ({
    algs,
    ...(until === undefined ? {} : { until }),
    ...inPlace[index],
  }));
}

function isList(keys: IssuerDocument['keys']): keys is readonly ListedKeySource[] {
  return Array.isArray(keys);
}

function inPlaceOf({ source, algorithms, use }: ResolvedKeySource, issuer: TestIssuer): KeySource {
  if (source.secret !== undefined) return { secret: { env: SECRET_VARIABLE } };
  const fitting = issuer
    .publicJwks()
    .keys.filter((key) => key['use'] === 'sig' && algorithms.some((each) => isSame(each, algOf(key))));
  return { jwks: { keys: fitting.map((key) => ({ ...key, use })) } };
}

function algOf({ alg }: { readonly alg?: unknown }): string | undefined {
  return typeof alg === 'string' ? alg : undefined;
}

interface Signing {
  readonly algs: readonly SigningAlgorithm[];
  readonly secret: string;
}

function* signAgain(token: string, issuer: TestIssuer, { algs, secret }: Signing): Iterable<SignedAgain> {
  const [headerSegment = '', payload = ''] = token.split('.');
  const header = readObject(headerSegment);
  if (header === undefined) return;
  const { alg, kid } = header;
  if (typeof alg === 'string' && /^HS(?:256|384|512)$/u.test(alg)) {
    const input = `${headerSegment}.${payload}`;
    const mac = createHmac(`sha${alg.slice(2)}`, secret)
      .update(input)
      .digest('base64url');
    yield { token: `${input}.${mac}`, replaced: [] };
  }
  const own = algs.filter((each) => isSame(each, algOf(header)));
  for (const each of [...own, ...algs.filter((other) => !own.includes(other))]) {
    const signing = issuer.header(each);
    const isOwn = own.includes(each);
    yield {
      token: issuer.sign(
        { ...header, kid: signing.kid, ...(isOwn ? {} : { alg: each }) },
        Buffer.from(payload, 'base64url'),
        each,
      ),
      replaced: [...(kid === undefined ? [] : ['kid']), ...(isOwn ? [] : ['alg'])],
    };
  }
}

function withIss(token: string, iss: string): string {
  const [header = '', payload = ''] = token.split('.');
  const claims = { ...readObject(payload), iss };
  return `${header}.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.`;
}

/** A segment of a token as an object, where it is one. Nothing of it is trusted. */
export function readObject(segment: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(Buffer.from(segment, 'base64url').toString('utf8'));
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value))
      : undefined;
  } catch {
    return undefined;
  }
}
