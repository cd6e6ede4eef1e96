import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { edited, EXAMPLE, SMALL, SMALL_DOCUMENT, withLine } from '../../test/policy-documents.js';
import type { PolicyDocument } from './document/document.js';
import { definePolicy, loadPolicy, parsePolicy, type Policy } from './policy.js';
import { PolicyError } from './policy-error.js';
import { ConfigurationError } from '../options/configuration-error.js';
import { simplePolicy } from './simple-policy.js';

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
    ['is below a file', 'good.yaml/x', 'ENOTDIR'],
  ])('that %s is rejected with unreadable and the folder that was looked in', async (_what, name, says) => {
    const error = await failure(loadPolicy(join(folder, name)));
    expect(error.problems).toMatchObject([{ code: 'unreadable', pointer: '' }]);
    expect(error.message).toContain(`cannot be read from ${process.cwd()}: ${says}.`);
    expect(error.file).toBe(join(folder, name));
  });

  it.each([
    ['in Latin-1', Buffer.from('kind: a\nname: caf\xE9!\n', 'latin1'), 'the byte 0xE9', 2, 10],
    ['cut inside a character', Buffer.from('name: caf\u00E9').subarray(0, -1), 'the byte 0xC3', 1, 10],
    ['with half of a surrogate pair', Buffer.from([0x61, 0xed, 0xa0, 0x80]), 'the byte 0xED', 1, 2],
    ['with an overlong character', Buffer.from([0x61, 0x0a, 0xc0, 0xaf]), 'the byte 0xC0', 2, 1],
    ['not text from the first byte on', Buffer.from([0xff, 0x61]), 'the byte 0xFF', 1, 1],
    ['UTF-16', Buffer.from('\uFEFFname: a', 'utf16le'), 'UTF-16: save it as UTF-8', 1, 1],
    ['UTF-16, the other way round', Buffer.from('\uFEFFname: a', 'utf16le').swap16(), 'UTF-16', 1, 1],
  ])('that is %s is rejected with unreadable and the place', async (_what, bytes, says, line, column) => {
    const error = await failure(loadPolicy(await written('bytes.yaml', bytes)));
    expect(error.problems).toMatchObject([{ code: 'unreadable', line, column }]);
    expect(error.message).toContain(says);
  });

  it('that is too long is not read to the end', async () => {
    const file = await written('long.yaml', '');
    await truncate(file, 10_000_000_000); // sparse: it takes no room
    const error = await failure(loadPolicy(file));
    expect(error.problems).toMatchObject([{ code: 'unreadable', line: 1, column: 1 }]);
    expect(error.message).toContain('at most 1048576 characters');
  });

  it.skipIf(process.platform === 'win32')('that is not a regular file is not read at all', async () => {
    const pipe = join(folder, 'pipe');
    execFileSync('mkfifo', [pipe]);
    for (const file of [pipe, '/dev/zero']) {
      const error = await failure(loadPolicy(file));
      expect(error.problems).toMatchObject([
        { code: 'unreadable', message: expect.stringContaining('a pipe or a device') as string },
      ]);
    }
  });

  it.each([
    ['empty', '', 'The document is empty.'],
    ['an HTML page', '<!doctype html>\n<title>Login</title>', 'Expected a policy document'],
  ])('that is %s is rejected', async (_what, content, says) => {
    const error = await failure(loadPolicy(await written('odd.yaml', content)));
    expect(error.problems[0]?.message).toContain(says);
  });

  it.each([undefined, '', null, 1])('whose path is %j is rejected with unreadable', async (path) => {
    const error = await failure(loadPolicy(path as string));
    expect(error.problems).toMatchObject([
      { code: 'unreadable', message: expect.stringContaining('Is an environment variable unset?') as string },
    ]);
  });
});

describe('what is not a text', () => {
  it.each<[unknown]>([[Buffer.from(SMALL)], [undefined], [null], [1], [SMALL_DOCUMENT]])(
    'is rejected: %s',
    async (text) => {
      await expect(parsePolicy(text as string)).rejects.toThrow(ConfigurationError);
    },
  );
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

describe('an excerpt', () => {
  it('is the line of a place, with a caret', async () => {
    const policy = await parsePolicy(SMALL);
    expect(policy.excerpt('/services/orders/audience')).toEqual([
      '   12 |     audience: https://orders.example',
      '      |               ^',
    ]);
  });

  it('is empty where a secret may be', async () => {
    const policy = await parsePolicy(SMALL);
    expect(policy.excerpt('/issuers/login/keys')).toEqual([]);
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
    expect(Object.isFrozen(document.services['orders']?.operations?.['list']?.allow?.[0])).toBe(true);
  });

  it('does not freeze the original', () => {
    const original = structuredClone(SMALL_DOCUMENT);
    definePolicy(original);
    expect(Object.isFrozen(original)).toBe(false);
  });

  it('has no lines', () => {
    const policy = definePolicy(SMALL_DOCUMENT);
    expect(policy.locate('/services')).toBeUndefined();
    expect(policy.excerpt('/services')).toEqual([]);
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
  ])('is rejected where an unset variable is the value of %s', (_what, document, pointer) => {
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
  ])('is rejected where it is not a document: %s', (value) => {
    expect(() => definePolicy(untyped(value))).toThrow(PolicyError);
  });

  it('reports all problems, however many there are', () => {
    const accept = Array.from({ length: 150_000 }, (_each, index) => `zzzzzzzzzzzz${String(index)}`);
    const services = Object.fromEntries(
      Object.entries(SMALL_DOCUMENT.services).map(([name, service]) => [name, { ...service, accept }]),
    );
    expect(() => definePolicy({ ...SMALL_DOCUMENT, services })).toThrow(PolicyError);
  });

  it('reports several problems at once, by their pointers', () => {
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
        issuer: { iss: 'https://id.example', keys: { discovery: 'oidc' }, algs: ['ES256'], typ: 'at+jwt' },
      },
      services: { service: { audience: 'https://orders.example', accept: ['issuer'] } },
    });
  });

  it('may name its service, its type and its keys', () => {
    const { document } = simplePolicy({
      ...options,
      service: 'orders',
      typ: 'JWT',
      keys: { discovery: 'oauth' },
    });
    expect(document).toMatchObject({
      issuers: { issuer: { typ: 'JWT', keys: { discovery: 'oauth' } } },
      services: { orders: {} },
    });
  });

  it('may take the long-lived tokens of an application, after the scheme of its clients', () => {
    const lacks = { shortLife: { maxLifetime: '60d', until: '2026-12-31' } } as const;
    const credentials = [{ header: 'Authorization', scheme: 'Token' }];
    const { document } = simplePolicy({
      ...options,
      algs: ['HS256'],
      keys: { secret: { env: 'JWT_SECRET' } },
      lacks,
      credentials,
    });
    expect(document).toMatchObject({
      issuers: { issuer: { lacks } },
      services: { service: { credentials } },
    });
  });

  it.each(['issuer', 'audience', 'algs', 'operations'])('without %s is rejected', (name) => {
    const without = { ...options, [name]: undefined };
    expect(() => simplePolicy(without)).toThrow(`${name} is undefined. Is an environment variable unset?`);
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
