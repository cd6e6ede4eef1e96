import { describe, expect, it } from 'vitest';
import { edited, SMALL_DOCUMENT, withLine } from '../../test/policy-documents.js';
import { definePolicy, parsePolicy } from './policy.js';
import { PolicyError } from './policy-error.js';
import { pointerTo } from '../json/json-pointer.js';
import { ConfigurationError } from '../options/configuration-error.js';

async function messageOf(text: string, file?: string): Promise<string> {
  const error = await parsePolicy(text, file === undefined ? {} : { file }).then(
    () => undefined,
    (reason: unknown) => reason,
  );
  return error instanceof PolicyError ? error.message : 'no PolicyError';
}

describe('the message of a PolicyError', () => {
  it('shows file, place, pointer, sentence and the line with a caret', async () => {
    const text = withLine('accept:', '    maxage: 5m', edited('[ES256]', '[ES265]'));
    expect(await messageOf(text, 'config/jwt-policy.yaml')).toMatchInlineSnapshot(`
      "config/jwt-policy.yaml is not a valid policy: 2 problems

      config/jwt-policy.yaml:8:12  /issuers/login/algs/0
        Expected one of RS256, RS384, RS512, PS256, PS384, PS512, ES256, ES384, ES512, EdDSA, Ed25519, HS256, HS384, HS512, found a string of 5 characters. Did you mean "ES256"?

      config/jwt-policy.yaml:14:5  /services/orders/maxage
        "maxage" is not a key of the policy document here. Did you mean "maxAge"?
         14 |     maxage: 5m
            |     ^"
    `);
  });

  it('puts the caret under the place also after tabs', async () => {
    const text = JSON.stringify({ ...SMALL_DOCUMENT, kind: 'Policy' }, null, '\t');
    expect(await messageOf(text)).toMatchInlineSnapshot(`
      "policy is not a valid policy: 1 problem

      policy:3:10  /kind
        Expected kind: JwtPolicy, found "Policy".
          3 |  "kind": "Policy",
            |          ^"
    `);
  });

  it('shows the line without the line end of Windows', async () => {
    expect(await messageOf(edited('JwtPolicy', 'Policy').replaceAll('\n', '\r\n'))).not.toContain('\r');
  });

  it.each([
    ['a secret', "keys: { secret: 'hunter2' }"],
    ['a password in a URL', "keys: { jwksUri: 'https://me:hunter2@id.example/k', x: 1 }"],
    ['a private key', "keys: { jwks: { keys: [{ kty: EC, d: 'hunter2' }] } }"],
  ])('leaves out a line with %s', async (_what, keys) => {
    const message = await messageOf(edited('keys: { discovery: oidc }', keys));
    expect(message).toContain('/issuers/login/keys');
    expect(message).not.toContain('hunter2');
  });

  const OPAQUE = 'hV3kQ9zLw2Xr8Tb5Nc7Yd1Mf6Gs4Jp0AeUoIiBq';
  it.each([
    ['on a line of its own', 'keys:\n      secret:\n        hunter2'],
    ['after comments', 'keys:\n      secret:\n        # do not tell\n\n        hunter2'],
    ['as a list', 'keys:\n      secret:\n        - hunter2'],
    ['as a key', 'keys:\n      secret:\n        hunter2: 1'],
    ['as a text of many lines', 'keys:\n      secret: >-\n        one\n        hunter2'],
    ['in place of the keys', 'keys: hunter2'],
    ['in place of a key set', 'keys: { jwks: hunter2 }'],
    ['in place of a key', 'keys: { jwks: { keys: [hunter2] } }'],
    ['in place of a key, on a line of its own', 'keys:\n      jwks:\n        keys:\n          - hunter2'],
    ['before what is not YAML', 'keys:\n      secret:\n        hunter2: {'],
    ['in a URL on a line of its own', 'keys:\n      discovery:\n        https://me:hunter2@id.example/'],
    ['in place of an algorithm', 'keys: { discovery: oidc }\n    principal: https://me:hunter2@id.example/'],
    ['that looks like nothing but a key', `keys: { discovery: oidc }\n    ${OPAQUE}: {`],
  ])('never repeats a secret %s', async (_where, keys) => {
    const message = await messageOf(edited('keys: { discovery: oidc }', keys));
    expect(message).toMatch(/not a valid policy/u);
    expect(message).not.toContain('hunter2');
    expect(message).not.toContain(OPAQUE);
  });

  it.each(['d', 'p', 'q', 'dp', 'dq', 'qi', 'k'])('never shows the member %s of a key', async (member) => {
    const keys = `keys:\n      jwks:\n        keys:\n          - kty: RSA\n            ${member}:\n              hunter2: [`;
    expect(await messageOf(edited('keys: { discovery: oidc }', keys))).not.toContain('hunter2');
  });

  it.each([
    ['at the start', { ...SMALL_DOCUMENT, apiVersion: 1 }],
    ['in the middle', { ...SMALL_DOCUMENT, metadata: 1 }],
    ['at the end', { ...SMALL_DOCUMENT, services: 1 }],
  ])('shows a part of a long line, with the place in it: %s', async (_where, document) => {
    const [text = '', caret = ''] = (await messageOf(JSON.stringify(document))).split('\n').slice(-2);
    expect(text.length).toBeLessThanOrEqual(80);
    expect(text.slice(caret.indexOf('^'))).toMatch(/^1/u);
  });

  it('shows fifty problems, and holds them all', async () => {
    const text = withLine('accept:', Array.from({ length: 60 }, (_, n) => `    zz${n}: 1`).join('\n'));
    const message = await messageOf(text);
    expect(message).toContain('60 problems');
    expect(message).toContain('/services/orders/zz49');
    expect(message).not.toContain('/services/orders/zz50');
    expect(message).toMatch(/… and 10 more$/u);
  });

  it('never moves the cursor of a terminal', async () => {
    const message = await messageOf(withLine('accept:', String.raw`    "\e[2J\u202E": 1`));
    expect(message).toContain('/services/orders/\uFFFD[2J\uFFFD\n');
  });

  it('shows pointers alone for a policy in code', () => {
    const document = { ...SMALL_DOCUMENT, kind: 'Policy' } as unknown as typeof SMALL_DOCUMENT;
    expect(() => definePolicy(document)).toThrow(
      'policy is not a valid policy: 1 problem\n\n/kind\n  Expected kind: JwtPolicy, found "Policy".',
    );
  });

  it('names the file where the whole document is the problem', () => {
    const error = new PolicyError([{ code: 'unreadable', pointer: '', message: 'Gone.' }], {
      file: 'a.yaml',
      text: '',
    });
    expect(error.message).toBe('a.yaml is not a valid policy: 1 problem\n\na.yaml\n  Gone.');
  });
});

describe('an error of this library', () => {
  it.each([
    ['PolicyError', new PolicyError([], undefined)],
    ['ConfigurationError', new ConfigurationError('x')],
  ])('is named: %s', (name, error) => {
    expect(error).toBeInstanceOf(Error);
    expect(error.name).toBe(name);
  });
});

describe('a JSON Pointer', () => {
  it.each([
    [[], ''],
    [['services', 'orders', 'accept', 0], '/services/orders/accept/0'],
    [['a/b', 'm~n', ''], '/a~1b/m~0n/'],
    [['~1'], '/~01'],
  ])('of %j is %s', (path, pointer) => {
    expect(pointerTo(path)).toBe(pointer);
  });
});
