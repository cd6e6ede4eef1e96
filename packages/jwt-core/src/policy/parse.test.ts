import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { edited, EXAMPLE, SMALL, SMALL_DOCUMENT, withLine } from '../../test/policy-documents.js';
import type { PolicyDocument } from './document.js';
import { definePolicy, loadPolicy, parsePolicy, type Policy } from './parse.js';
import { PolicyError } from './problems.js';
import { simplePolicy } from './simple.js';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'jwt-policy-'));
});
afterAll(async () => {
  await rm(folder, { recursive: true });
});

async function written(name: string, content: string | Uint8Array): Promise<string> {
  const file = join(folder, name);
  await writeFile(file, content);
  return file;
}

async function failure(promise: Promise<Policy>): Promise<PolicyError> {
  const error = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (error instanceof PolicyError) return error;
  throw new Error('Expected a PolicyError.', { cause: error });
}

/** What a user of JavaScript can pass, whatever the types say. */
const untyped = (value: unknown): PolicyDocument => value as PolicyDocument;

describe('a policy file', () => {
  it('is loaded with its name and its folder', async () => {
    const file = await written('good.yaml', SMALL);
    const policy = await loadPolicy(file);
    expect(policy).toMatchObject({ file, directory: folder, document: SMALL_DOCUMENT });
  });

  it('may start with a byte-order mark', async () => {
    const policy = await loadPolicy(await written('bom.yaml', `\uFEFF${SMALL}`));
    expect(policy.document).toEqual(SMALL_DOCUMENT);
  });

  it.each([
    ['is not there', 'no-such.yaml', 'there is no such file'],
    ['is a directory', '.', 'it is a directory'],
    ['is behind a file', 'good.yaml/x', 'ENOTDIR'],
  ])('that %s is told with the folder that was looked in', async (_what, name, says) => {
    const error = await failure(loadPolicy(join(folder, name)));
    expect(error.problems).toMatchObject([{ code: 'unreadable', pointer: '' }]);
    expect(error.message).toContain(`cannot be read from ${process.cwd()}: ${says}.`);
    expect(error.file).toBe(join(folder, name));
  });

  it('that is not UTF-8 is told', async () => {
    const error = await failure(
      loadPolicy(await written('latin1.yaml', Buffer.from('name: caf\xE9', 'latin1'))),
    );
    expect(error.problems).toMatchObject([{ code: 'unreadable', message: 'The file is not UTF-8.' }]);
  });

  it.each([
    ['empty', '', 'The document is empty.'],
    ['an HTML page', '<!doctype html>\n<title>Login</title>', 'Expected a policy document'],
  ])('that is %s is told', async (_what, content, says) => {
    const error = await failure(loadPolicy(await written('odd.yaml', content)));
    expect(error.problems[0]?.message).toContain(says);
  });

  it.each([undefined, '', null, 1])('whose path is %j is told', async (path) => {
    const error = await failure(loadPolicy(path as string));
    expect(error.problems).toMatchObject([
      { code: 'unreadable', message: expect.stringContaining('Is an environment variable unset?') as string },
    ]);
  });
});

describe('the example of the guide', () => {
  it('loads', async () => {
    const policy = await parsePolicy(EXAMPLE);
    expect(Object.keys(policy.document.services['payments']?.operations ?? {})).toEqual([
      'health',
      'listPayments',
      'createPayment',
      'refund',
      'deploy',
    ]);
  });

  it('means the same as JSON', async () => {
    const yaml = await parsePolicy(EXAMPLE);
    const json = await parsePolicy(JSON.stringify(yaml.document, null, '\t'));
    expect(json.document).toEqual(yaml.document);
    expect(json.digest).toBe(yaml.digest);
  });
});

describe('a policy in code', () => {
  it('is the same as in a file', async () => {
    expect(definePolicy(SMALL_DOCUMENT).digest).toBe((await parsePolicy(SMALL)).digest);
  });

  it('is copied: what happens to the original later changes nothing', () => {
    const original = structuredClone(SMALL_DOCUMENT);
    const policy = definePolicy(original);
    Object.assign(original.services['orders'] ?? {}, { audience: 'evil' });
    expect(policy.document).toEqual(SMALL_DOCUMENT);
  });

  it('is frozen, down to the last list', () => {
    const { document } = definePolicy(SMALL_DOCUMENT);
    expect(() => Object.assign(document.services['orders'] ?? {}, { audience: 'evil' })).toThrow(TypeError);
    expect(Object.isFrozen(document.services['orders']?.operations['list']?.allow?.[0])).toBe(true);
  });

  it('does not freeze the original', () => {
    const original = structuredClone(SMALL_DOCUMENT);
    definePolicy(original);
    expect(Object.isFrozen(original)).toBe(false);
  });

  it('has no lines', () => {
    const policy = definePolicy(SMALL_DOCUMENT);
    expect(policy.locate('/services')).toBeUndefined();
    expect(policy).toMatchObject({ file: 'policy', directory: process.cwd() });
  });

  const unset = process.env['JWT_POLICY_TEST_VARIABLE_THAT_IS_NOT_SET'];
  const orders = SMALL_DOCUMENT.services['orders'];
  const withRule = (rule: object): unknown => ({
    ...SMALL_DOCUMENT,
    services: { orders: { ...orders, operations: { list: { allow: [{ principal: 'user', ...rule }] } } } },
  });
  it.each<[string, unknown, string]>([
    [
      'an audience',
      { ...SMALL_DOCUMENT, services: { orders: { ...orders, audience: unset } } },
      '/services/orders/audience',
    ],
    [
      'an iss',
      { ...SMALL_DOCUMENT, issuers: { login: { ...SMALL_DOCUMENT.issuers['login'], iss: unset } } },
      '/issuers/login/iss',
    ],
    [
      'a limit, which could be left out',
      { ...SMALL_DOCUMENT, services: { orders: { ...orders, maxAge: unset } } },
      '/services/orders/maxAge',
    ],
    [
      'a matcher, which would match everything',
      withRule({ where: { department: { equals: unset } } }),
      '/services/orders/operations/list/allow/0/where/department/equals',
    ],
    [
      'a matcher under not',
      withRule({ where: { a: { not: { equals: unset } } } }),
      '/services/orders/operations/list/allow/0/where/a/not/equals',
    ],
    [
      'all scopes, which would ask for none',
      withRule({ scopes: unset }),
      '/services/orders/operations/list/allow/0/scopes',
    ],
    ['one scope', withRule({ scopes: ['a', unset] }), '/services/orders/operations/list/allow/0/scopes/1'],
  ])('is refused where an unset variable stands for %s', (_what, document, pointer) => {
    const define = (): Policy => definePolicy(untyped(document));
    expect(define).toThrow(PolicyError);
    expect(define).toThrow(`${pointer}\n  This is undefined. Is an environment variable unset?`);
  });

  it.each([
    [undefined],
    [null],
    ['a.yaml'],
    [[]],
    [() => SMALL_DOCUMENT],
    [new Map()],
    [Promise.resolve(SMALL_DOCUMENT)],
  ])('is refused where it is no document: %s', (value) => {
    expect(() => definePolicy(untyped(value))).toThrow(PolicyError);
  });

  it('tells several problems at once, by their pointers', () => {
    const document = { ...SMALL_DOCUMENT, kind: 'Policy', extra: 1, apiVersion: 1 };
    expect(() => definePolicy(untyped(document))).toThrow('policy is not a valid policy: 3 problems');
  });
});

describe('the shortest policy', () => {
  const options = {
    issuer: 'https://id.example',
    audience: 'https://orders.example',
    algs: ['ES256'],
    operations: { list: { allow: [{ principal: 'user' }] } },
  } as const;

  it('has one service and one issuer', () => {
    expect(simplePolicy(options).document).toMatchObject({
      metadata: { name: 'service' },
      issuers: {
        issuer: { iss: 'https://id.example', keys: { discovery: 'oidc' }, algs: ['ES256'], type: 'at+jwt' },
      },
      services: { service: { audience: 'https://orders.example', accept: ['issuer'] } },
    });
  });

  it('may name its service, its type and its keys', () => {
    const { document } = simplePolicy({
      ...options,
      service: 'orders',
      type: 'JWT',
      keys: { discovery: 'oauth' },
    });
    expect(document).toMatchObject({
      issuers: { issuer: { type: 'JWT', keys: { discovery: 'oauth' } } },
      services: { orders: {} },
    });
  });

  it.each(['issuer', 'audience', 'algs', 'operations'])('without %s is refused', (name) => {
    const without = { ...options, [name]: undefined };
    expect(() => simplePolicy(without)).toThrow('This is undefined. Is an environment variable unset?');
  });
});

describe('the digest', () => {
  const digestOf = async (text: string, file?: string): Promise<string> =>
    (await parsePolicy(text, file === undefined ? {} : { file })).digest;

  it.each([
    ['comments', `# why\n${SMALL}`],
    [
      'another order of keys',
      edited(
        '    audience: https://orders.example\n    accept: [login]\n',
        '    accept: [login]\n    audience: https://orders.example\n',
      ),
    ],
    ['another style', edited('[login]', '\n      - "login"')],
    ['JSON', JSON.stringify(SMALL_DOCUMENT)],
  ])('is the same with %s', async (_what, text) => {
    expect(await digestOf(text)).toBe(await digestOf(SMALL));
  });

  it.each([
    ['another audience', edited('orders.example', 'order.example')],
    ['another revision', edited('name: shop', 'name: shop, revision: r2')],
    ['one more algorithm', edited('[ES256]', '[ES256, ES384]')],
    [
      'another order of rules',
      edited('[{ principal: user }]', '[{ principal: workload }, { principal: user }]'),
    ],
    ['one more limit', withLine('accept:', '    maxAge: 5m')],
  ])('differs with %s', async (_what, text) => {
    expect(await digestOf(text)).not.toBe(await digestOf(SMALL));
  });

  it('changes with the content of a key file, not with its place', async () => {
    const text = edited('{ discovery: oidc }', '{ file: keys.json }');
    await Promise.all(['a', 'b'].map((name) => mkdir(join(folder, name), { recursive: true })));
    await Promise.all(['a', 'b'].map((name) => written(`${name}/keys.json`, '{"keys":[]}')));
    const first = await digestOf(text, join(folder, 'a', 'policy.yaml'));
    expect(await digestOf(text, join(folder, 'b', 'policy.yaml'))).toBe(first);
    await written('b/keys.json', '{"keys":[{}]}');
    expect(await digestOf(text, join(folder, 'b', 'policy.yaml'))).not.toBe(first);
  });

  it('does not read the file of a secret', async () => {
    const text = edited(
      '[ES256]',
      '[HS256]',
      edited('{ discovery: oidc }', '{ secret: { file: no-such-secret } }'),
    );
    expect(await digestOf(text)).toMatch(/^sha256:/u);
  });

  it('does not depend on the order of keys, anywhere', async () => {
    const { document, digest } = await parsePolicy(EXAMPLE);
    expect(definePolicy(untyped(reversed(document))).digest).toBe(digest);
  });
});

/** The same value with all members in the other order. */
function reversed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reversed);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, member]) => [key, reversed(member)]),
  );
}

/** A document with up to four pieces cut out, doubled, or replaced. */
const mutated = (text: string): fc.Arbitrary<string> => {
  const place = fc.nat(text.length);
  const piece = fc.oneof(
    fc.constantFrom(
      '',
      '\t',
      '\n',
      '  ',
      ': ',
      '- ',
      '{',
      '}',
      '[',
      ']',
      '"',
      "'",
      '#',
      '&a ',
      '*a',
      '!x ',
      '---\n',
      '? ',
      '|',
      '>',
      '%',
      '@',
      '`',
      '\0',
      '\uFEFF',
      '\uD800',
      '${X}',
      '__proto__: ',
      '<<: ',
      '9'.repeat(30),
      '.inf',
    ),
    fc.string({ unit: 'binary', maxLength: 4 }),
    fc.tuple(place, fc.nat(40)).map(([from, length]) => text.slice(from, from + length)),
  );
  return fc
    .array(fc.tuple(place, fc.nat(12), piece), { minLength: 1, maxLength: 4 })
    .map((changes) =>
      changes.reduce(
        (result, [from, length, insert]) => result.slice(0, from) + insert + result.slice(from + length),
        text,
      ),
    );
};

describe('a document that was damaged', () => {
  it.each([
    ['YAML', EXAMPLE],
    ['YAML', SMALL],
    ['JSON', JSON.stringify(SMALL_DOCUMENT, null, 2)],
  ])(
    'as %s is taken, or refused with a place for everything',
    async (_what, text) => {
      await fc.assert(
        fc.asyncProperty(mutated(text), async (damaged) => {
          const error = await parsePolicy(damaged).then(
            () => undefined,
            (reason: unknown) => reason,
          );
          if (error === undefined) return;
          expect(error).toBeInstanceOf(PolicyError);
          const { problems } = error as PolicyError;
          expect(problems.length).toBeGreaterThan(0);
          const lines = damaged.split('\n');
          for (const { line = 0, column = 0, message } of problems) {
            expect(message).not.toBe('');
            expect(line).toBeGreaterThan(0);
            expect(line).toBeLessThanOrEqual(lines.length);
            expect(column).toBeGreaterThan(0);
            expect(column).toBeLessThanOrEqual((lines[line - 1] ?? '').length + 1);
          }
        }),
        { numRuns: 400 },
      );
    },
    60_000,
  );
});
