import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { BREAKS, misplaced, NOTATIONS, SECRETS, type Misplaced } from '../../test/misplaced-secrets.js';
import { explainRejection } from './source/policy-event.js';
import type { PolicyDocument } from './document/document.js';
import { definePolicy, parsePolicy } from './policy.js';
import { PolicyError } from './policy-error.js';

/** Every nth document is tried here; `MISPLACED_SECRETS=1` tries all of them, for a quarter of an hour. */
const STEP = Number(process.env['MISPLACED_SECRETS'] ?? 1009);

/** Everything that an error says, where a third of the secret is in it: the rest would be easier to guess. */
function leakOf(error: unknown, secret: string | number): string | undefined {
  if (error === undefined) return undefined;
  if (!(error instanceof PolicyError)) return `threw ${inspect(error)}`;
  const said = inspect(error, { depth: 9 }) + JSON.stringify([error, explainRejection(error)]);
  const text = String(secret);
  const size = Math.ceil(text.length / 3);
  const parts = Array.from({ length: text.length - size + 1 }, (_, at) => text.slice(at, at + size));
  return parts.some((part) => said.includes(part)) ? error.message : undefined;
}

/** The leaks of every `STEP`th document, and of others for every `turn`. */
async function leaksOf(
  secret: string | number,
  documents: readonly Misplaced[],
  turn: number,
  errorOf: (each: Misplaced) => Promise<unknown>,
): Promise<readonly string[]> {
  const leaks: string[] = [];
  for (let index = turn % STEP; index < documents.length; index += STEP) {
    const each = documents[index];
    const leak = each && leakOf(await errorOf(each), secret);
    if (leak !== undefined) leaks.push(`${each?.name ?? ''}: ${leak}`);
  }
  return leaks;
}

const errorOf = (policy: Promise<unknown>): Promise<unknown> =>
  policy.then(
    () => undefined,
    (error: unknown) => error,
  );

const TIMEOUT_MS = 1_200_000;

describe.each(SECRETS)('a secret in a wrong place is never printed: %s', (secret) => {
  const documents = [...misplaced(secret)];

  it(
    'by a policy in code',
    async () => {
      const leaks = await leaksOf(secret, documents, 0, ({ document }) =>
        errorOf(Promise.resolve().then(() => definePolicy(document as PolicyDocument))),
      );
      expect(leaks).toEqual([]);
    },
    TIMEOUT_MS,
  );

  it.each(Object.entries(NOTATIONS).map((entry, turn) => [...entry, turn] as const))(
    'by a policy in %s',
    async (_notation, write, turn) => {
      const leaks = await leaksOf(secret, documents, 31 * turn, ({ document }) =>
        errorOf(parsePolicy(write(document))),
      );
      expect(leaks).toEqual([]);
    },
    TIMEOUT_MS,
  );

  it.each(Object.entries(BREAKS).map((entry, turn) => [...entry, turn] as const))(
    'by a text that is broken by %s',
    async (_break, damage, turn) => {
      const leaks = await leaksOf(secret, documents, 13 * turn, ({ document }) => {
        const text = NOTATIONS['YAML in blocks']?.(document) ?? '';
        const line = text.split('\n').findIndex((each) => each.includes(String(secret)));
        return errorOf(parsePolicy(damage(text, line)));
      });
      expect(leaks).toEqual([]);
    },
    TIMEOUT_MS,
  );
});

/** The thirteen that were found first, one a row. */
describe('a secret under issuers, as users write it', () => {
  const S = 'xq7zjwv9kpq4xq7zjwv9kpq4xq7zjwv9';
  const policy = (issuer: string): string => `apiVersion: jwt-policy/v1
kind: JwtPolicy
metadata: { name: shop }
issuers:
  legacy: { iss: https://legacy.example, algs: [HS256], typ: JWT, ${issuer} }
services:
  orders: { audience: a, accept: [legacy], operations: { list: { allow: [{ principal: user }] } } }
`;

  it.each([
    [`keys: { hmac: ${S} }`, '/issuers/legacy/keys/hmac', '"hmac" is not a key of the policy document here.'],
    [`keys: [${S}]`, '/issuers/legacy/keys/0', 'found a string of 32 characters.'],
    [`keys: [{ secret: ${S} }]`, '/issuers/legacy/keys/0/secret', 'A secret is never in the document.'],
    [`keys: { secret: [${S}] }`, '/issuers/legacy/keys/secret/0', 'A secret is never in the document.'],
    [`keys: { secret: [{ k: ${S} }] }`, '/issuers/legacy/keys/secret/0/k', '"k" is not a key'],
    [
      `keys: [{ secret: [{ env: "${S}=" }] }]`,
      '/issuers/legacy/keys/0/secret/0/env',
      'not the secret itself',
    ],
    [`keys: ${S}`, '/issuers/legacy/keys', 'found a string of 32 characters.'],
    [
      `signingKey: ${S}`,
      '/issuers/legacy/signingKey',
      '"signingKey" is not a key of the policy document here.',
    ],
    [`secret: ${S}`, '/issuers/legacy/secret', '"secret" is not a key of the policy document here.'],
    [`keys: { secret: ${S} }`, '/issuers/legacy/keys/secret', 'A secret is never in the document.'],
    [`keys: { secret: { value: ${S} } }`, '/issuers/legacy/keys/secret/value', '"value" is not a key'],
    [`keys: { secret: { env: "${S}=" } }`, '/issuers/legacy/keys/secret/env', 'not the secret itself'],
    [`keys: { secret: { ${S} } }`, '/issuers/legacy/keys/secret', 'a key that is not a key'],
    [
      `keys: { jwksUri: "https://u:${S}@a.example/?code=${S}" }`,
      '/issuers/legacy/keys/jwksUri',
      'without credentials',
    ],
    [`keys: { jwksUri: "a.example/?code=${S}" }`, '/issuers/legacy/keys/jwksUri', 'Expected an https URL'],
    [`keys: { file: ${S} }`, '/issuers/legacy/keys/file', 'there is no such file'],
    [`keys: { discovery: ${S} }`, '/issuers/legacy/keys/discovery', 'Expected one of oidc, oauth'],
    [`tenant: "${S} "`, '/issuers/legacy/tenant', 'starts or ends with a space'],
  ])('is not repeated, and its place and key are reported: %s', async (issuer, pointer, says) => {
    const error = await errorOf(parsePolicy(policy(issuer)));
    expect(leakOf(error, S)).toBeUndefined();
    expect(error).toBeInstanceOf(PolicyError);
    const { problems } = error as PolicyError;
    const found = problems.find((problem) => problem.pointer === pointer);
    expect(found?.message).toContain(says);
    expect(found?.line).toBe(5);
  });
});
