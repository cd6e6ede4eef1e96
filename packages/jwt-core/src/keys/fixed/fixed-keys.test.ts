import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { createSigner, NOW, type Signer } from '../../../test/mint.js';
import { loginWith, ordersPolicy } from '../../../test/orders.js';
import { keyIn, splitJws } from '../../../test/jws.js';
import { describeVectors } from '../../../test/vectors.js';
import { isSignedBy } from '../../integrity/jws/signed-by.js';
import type { Algorithm } from '../../jose/algorithms.js';
import { compileService } from '../../policy/compile/compile-service.js';
import type {
  IssuerDocument,
  KeySource,
  KeySources,
  SecretReference,
} from '../../policy/document/document.js';
import type { Jwk } from '../../jose/jwk.js';
import { parsePolicy, type Policy } from '../../policy/policy.js';
import { ConfigurationError } from '../../options/configuration-error.js';
import { openFixedRing } from './fixed-keys.js';
import type { KeyRing } from '../key-ring.js';

/** The ring of an issuer whose keys are in the policy. */
async function openPolicy(policy: Policy, name = 'login'): Promise<KeyRing> {
  const entries = [...compileService(policy, 'orders').issuers.values()];
  const source = entries.find((entry) => entry.policy.name === name)?.sources[0];
  const ring = source && (await openFixedRing(source.policy, NOW));
  if (ring === undefined) throw new Error(`There is no ring for ${name}.`);
  return ring;
}

const open = (keys: KeySource, rest: Partial<IssuerDocument> = {}): Promise<KeyRing> =>
  openPolicy(ordersPolicy({ login: loginWith(keys, rest) }));

let signer: Signer;
let folder: string;
beforeAll(async () => {
  signer = await createSigner();
  folder = mkdtempSync(join(tmpdir(), 'jwt-core-'));
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

/** The same policy, read from a file in the folder. */
function policyFile(issuer: IssuerDocument): Promise<Policy> {
  const { document } = ordersPolicy({ login: loginWith({ discovery: 'oidc' }) });
  const text = JSON.stringify({ ...document, issuers: { login: issuer } });
  return parsePolicy(text, { file: join(folder, 'policy.json') });
}

describe('keys in the policy', () => {
  it('are found without any fetch', async () => {
    const ring = await open({ jwks: { keys: [signer.jwk] } });
    expect(await ring.find('k1', 'ES256')).toMatchObject({ state: 'found' });
  });

  it('must hold at least one that the service can use', async () => {
    const { jwk } = await createSigner('RS256');
    await expect(open({ jwks: { keys: [jwk] } })).rejects.toThrow(
      new ConfigurationError(
        'Issuer "login" has no key that fits its algorithms (ES256): expected public keys for signatures, RSA of at least 2048 bits. Rejected: k1: the alg of the key is not one that the policy allows for it.',
      ),
    );
  });

  it('belong to the issuer that names them, also under one kid', async () => {
    const other = await createSigner();
    const policy = ordersPolicy({
      login: loginWith({ jwks: { keys: [signer.jwk] } }),
      partner: loginWith({ jwks: { keys: [other.jwk] } }, { iss: 'https://partner.example' }),
    });
    const token = await other.sign({});
    const verified = async (issuer: string): Promise<boolean> => {
      const lookup = await (await openPolicy(policy, issuer)).find('k1', 'ES256');
      const key = keyIn(lookup);
      return key !== undefined && isSignedBy(splitJws(token), key);
    };
    expect([await verified('partner'), await verified('login')]).toEqual([true, false]);
  });
});

describe('keys in a file', () => {
  const openFile = async (content: string): Promise<KeyRing> => {
    writeFileSync(join(folder, 'keys.json'), content);
    return openPolicy(await policyFile(loginWith({ file: 'keys.json' })));
  };

  it('are found relative to the policy', async () => {
    const ring = await openFile(JSON.stringify({ keys: [signer.jwk] }));
    expect(await ring.find('k1', 'ES256')).toMatchObject({ state: 'found' });
  });

  it.each([
    ['no JSON', 'keys: []'],
    ['a list', '[]'],
    ['no keys', '{}'],
    ['keys that are not a list', '{"keys":{}}'],
    ['keys named twice', '{"keys":[],"keys":[]}'],
  ])('are a mistake at start with %s', async (_what, content) => {
    await expect(openFile(content)).rejects.toThrow(
      'The key file of issuer "login" (issuers.login.keys.file) holds no keys in a form that is known: expected a JWK Set, { "keys": [...] }, or one JWK, in JSON; or public keys or certificates in PEM.',
    );
  });

  it('must hold one that can be used', async () => {
    await expect(openFile(JSON.stringify({ keys: [null, 'a'] }))).rejects.toThrow('has no key that fits');
  });

  it('are rejected with a private key among them', async () => {
    await expect(openFile(JSON.stringify({ keys: [signer.jwk, signer.privateJwk] }))).rejects.toThrow(
      'The key file of issuer "login" (issuers.login.keys.file) holds a private or a secret key: expected public keys only.',
    );
  });
});

describe('a key in a file', () => {
  it('is rejected where its kid looks like another one', async () => {
    writeFileSync(
      join(folder, 'keys.json'),
      JSON.stringify({ keys: [signer.jwk, { ...signer.jwk, kid: 'a\u00AD' }] }),
    );
    const policy = policyFile(loginWith({ file: 'keys.json' }));
    await expect(policy.then(openPolicy)).rejects.toThrow(
      'The key file of issuer "login" (issuers.login.keys.file) has a kid (of key 1, counted from 0) that has an invisible character (U+00AD, character 2): remove it.',
    );
  });
});

describe('a secret for HMAC', () => {
  const openSecret = (secret: SecretReference, algs: readonly Algorithm[] = ['HS256']): Promise<KeyRing> =>
    open({ secret }, { algs });
  const materialOf = async (ring: KeyRing): Promise<Buffer> => {
    const lookup = await ring.find(undefined, 'HS256');
    const key = keyIn(lookup);
    if (key === undefined) throw new Error('There is no secret.');
    return key.material.export();
  };
  const BYTES = Buffer.alloc(32, 0xfb); // writes differently in base64 and base64url

  it.each([
    ['utf8', 'ä'.repeat(16), Buffer.from('ä'.repeat(16))],
    ['base64', BYTES.toString('base64'), BYTES],
    ['base64', BYTES.toString('base64').replaceAll('=', ''), BYTES],
    ['base64url', BYTES.toString('base64url'), BYTES],
    ['base64url', `${BYTES.toString('base64url')}=`, BYTES],
  ] as const)('is read from the environment as %s', async (encoding, text, bytes) => {
    vi.stubEnv('ORDERS_SECRET', text);
    expect(await materialOf(await openSecret({ env: 'ORDERS_SECRET', encoding }))).toEqual(bytes);
  });

  it.each([
    ['base64', BYTES.toString('base64url')],
    ['base64url', BYTES.toString('base64')],
    ['base64', `${BYTES.toString('base64')}!`],
    ['base64url', `${BYTES.toString('base64url')}\n`],
  ] as const)('that is not written in %s is a mistake at start', async (encoding, text) => {
    vi.stubEnv('ORDERS_SECRET', text);
    await expect(openSecret({ env: 'ORDERS_SECRET', encoding })).rejects.toThrow(
      `is not written in ${encoding}`,
    );
  });

  it.each([
    ['HS256', 32],
    ['HS384', 48],
    ['HS512', 64],
  ] as const)('for %s has at least %i bytes', async (alg, bytes) => {
    vi.stubEnv('ORDERS_SECRET', 'x'.repeat(bytes));
    await expect(openSecret({ env: 'ORDERS_SECRET' }, [alg])).resolves.toBeDefined();
    vi.stubEnv('ORDERS_SECRET', 'x'.repeat(bytes - 1));
    await expect(openSecret({ env: 'ORDERS_SECRET' }, [alg])).rejects.toThrow(
      new ConfigurationError(
        `The secret of issuer "login" (issuers.login.keys.secret.env) has ${String(bytes - 1)} bytes: its algorithms need at least ${String(bytes)}.`,
      ),
    );
  });

  it('is as long as the longest of the algorithms needs', async () => {
    vi.stubEnv('ORDERS_SECRET', 'x'.repeat(32));
    await expect(openSecret({ env: 'ORDERS_SECRET' }, ['HS256', 'HS512'])).rejects.toThrow('at least 64');
  });

  it.each([
    ['unset', undefined],
    ['empty', ''],
  ])('that is %s is a mistake at start', async (_what, value) => {
    vi.stubEnv('ORDERS_SECRET', value);
    await expect(openSecret({ env: 'ORDERS_SECRET' })).rejects.toThrow('is not set in the environment');
  });

  it.each<[string, KeySources]>([
    ['keys.secret[1].env', { secret: [{ env: 'ORDERS_SECRET' }, { env: 'NEVER_SET_HERE' }] }],
    ['keys[0].secret.env', [{ secret: { env: 'NEVER_SET_HERE' }, algs: ['HS256'] }]],
    [
      'keys[0].secret[1].file',
      [{ secret: [{ env: 'ORDERS_SECRET' }, { file: '/no/such' }], algs: ['HS256'] }],
    ],
  ])('is named by its place where it is not there: %s', async (place, keys) => {
    vi.stubEnv('ORDERS_SECRET', 'x'.repeat(32));
    const issuer = loginWith(keys, { algs: ['HS256'] });
    await expect(openPolicy(ordersPolicy({ login: issuer }))).rejects.toThrow(
      `The secret of issuer "login" (issuers.login.${place}) `,
    );
  });

  it('is not read once its source has ended: it may be gone', async () => {
    const keys = { secret: { env: 'NEVER_SET_HERE' }, algs: ['HS256'], until: '2026-01-31' } as const;
    const ring = await openPolicy(ordersPolicy({ login: loginWith([keys]) }));
    expect(await ring.find(undefined, 'HS256')).toMatchObject({ state: 'unsuitable' });
  });

  it('is never quoted in a message', async () => {
    vi.stubEnv('ORDERS_SECRET', 'hunter2');
    const error: unknown = await openSecret({ env: 'ORDERS_SECRET' }).catch((each: unknown) => each);
    expect(String(error)).not.toContain('hunter2');
  });

  describe('in a file', () => {
    const openSecretFile = async (content: string | Uint8Array, encoding?: 'base64'): Promise<KeyRing> => {
      writeFileSync(join(folder, 'secret'), content);
      const secret = { file: 'secret', ...(encoding === undefined ? {} : { encoding }) };
      return openPolicy(await policyFile(loginWith({ secret }, { algs: ['HS256'] })));
    };

    it.each([
      ['', 32],
      ['\n', 32],
      ['\r\n', 32],
      ['\n\n', 33],
      [' ', 33],
    ])('loses one newline at its end and nothing else: %j', async (end, length) => {
      expect(await materialOf(await openSecretFile(`${'x'.repeat(32)}${end}`))).toHaveLength(length);
    });

    it('may be written in base64', async () => {
      expect(await materialOf(await openSecretFile(`${BYTES.toString('base64')}\n`, 'base64'))).toEqual(
        BYTES,
      );
    });

    it.each([undefined, 'base64'] as const)(
      'of raw bytes is rejected, not replaced by something weaker (%s)',
      async (encoding) => {
        await expect(openSecretFile(Buffer.alloc(64, 0xff), encoding)).rejects.toThrow('is not written in');
      },
    );

    it('that is relative to a policy in no folder is a mistake at start', async () => {
      const issuer = loginWith({ secret: { file: 'secret' } }, { algs: ['HS256'] });
      const { document } = ordersPolicy({ login: issuer });
      const policy = await parsePolicy(JSON.stringify(document), { location: 'elsewhere' });
      await expect(openPolicy(policy)).rejects.toThrow('write an absolute path');
    });

    it('that is not there is a mistake at start', async () => {
      const policy = await policyFile(loginWith({ secret: { file: 'nowhere' } }, { algs: ['HS256'] }));
      await expect(openPolicy(policy)).rejects.toThrow(
        'The secret of issuer "login" (issuers.login.keys.secret.file) cannot be read from its file.',
      );
    });
  });
});

/** The cases of one HMAC secret: short and empty ones must be refused, long ones work. */
describeVectors('wycheproof/json_web_key_test.json', 9, ({ testGroups }) => {
  const cases = testGroups.flatMap(({ private: { keys }, tests }) =>
    tests.filter(({ tcId }) => tcId >= 10 && tcId <= 18).map((test) => ({ ...test, jwk: keys[0] ?? {} })),
  );
  const openCase = (jwk: Jwk): Promise<KeyRing> => {
    vi.stubEnv('ORDERS_SECRET', String(jwk['k']));
    const algs = [jwk['alg'] as Algorithm];
    return open({ secret: { env: 'ORDERS_SECRET', encoding: 'base64url' } }, { algs });
  };

  it.each(cases.filter(({ comment }) => comment === 'long_key'))(
    'case $tcId, $comment, is signed',
    async ({ jwk, jws }) => {
      const alg = jwk['alg'] as Algorithm;
      const lookup = await (await openCase(jwk)).find(undefined, alg);
      const key = keyIn(lookup);
      expect(key !== undefined && (await isSignedBy(splitJws(jws), key))).toBe(true);
    },
  );

  it.each(cases.filter(({ comment }) => comment !== 'long_key'))(
    'case $tcId, $comment, is a mistake at start',
    async ({ jwk }) => {
      await expect(openCase(jwk)).rejects.toThrow(ConfigurationError);
    },
  );
});
