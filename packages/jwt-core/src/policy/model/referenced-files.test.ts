import type fs from 'node:fs';
import { execFileSync } from 'node:child_process';
import { openSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { createAuthority } from '../../../test/certificates.js';
import { edited } from '../../../test/policy-documents.js';
import { temporaryFolder } from '../../../test/policy-sources.js';
import { parsePolicy, type Policy } from '../policy.js';

vi.mock('node:fs', async (original) => {
  const real = await original<typeof fs>();
  return { ...real, openSync: vi.fn(real.openSync) };
});

const authority = await createAuthority();
const stranger = await createAuthority();

/** A document whose services each name their own list of tenants. */
function withTenants(folder: string, names: readonly string[]): Promise<Policy> {
  const services = names.map(
    (name, index) => `  s${String(index)}:
    audience: https://s${String(index)}.example
    accept: [login]
    tenants: { file: ${name} }
    tenantFrom: path.tenant
    operations:
      list: { route: 'GET /{tenant}/s${String(index)}', allow: [{ principal: user }] }
`,
  );
  const text = `apiVersion: jwt-policy/v1
kind: JwtPolicy
metadata: { name: shop }
issuers:
  login:
    { iss: https://id.example/, keys: { discovery: oidc }, algs: [ES256], typ: at+jwt, tenant: tenant_id }
services:
${services.join('')}`;
  return parsePolicy(text, { file: join(folder, 'policy.yaml') });
}

describe('a file that many services name', () => {
  it('is read once, however its path is spelt, and has one content', async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 't.json'), '{"tenants":["a"]}');
    vi.mocked(openSync).mockClear();
    const { files } = await withTenants(folder, ['t.json', './t.json', 't.json', join(folder, 't.json')]);
    expect(openSync).toHaveBeenCalledTimes(1);
    expect(files.tenants({ file: 't.json' })).toEqual(['a']);
    expect(files.tenants({ file: './t.json' })).toBe(files.tenants({ file: 't.json' }));
    expect(Object.keys(files.named)).toEqual(['t.json', './t.json', join(folder, 't.json')]);
  });
});

describe('a file that cannot be used is reported', () => {
  it.each<[string, (path: string) => unknown, string]>([
    ['a pipe', (path) => execFileSync('mkfifo', [path]), 'it is a pipe or a device, not a file'],
    ['bytes that are not UTF-8', (path) => writeFileSync(path, Buffer.of(0x22, 0xff)), 'it is not UTF-8'],
  ])('when it is %s', async (_what, make, reason) => {
    const folder = temporaryFolder();
    make(join(folder, 't.json'));
    await expect(withTenants(folder, ['t.json'])).rejects.toThrow(reason);
  });
});

describe('a file of authorities', () => {
  const withSource = (folder: string | undefined, keys: string): Promise<Policy> =>
    parsePolicy(
      edited('{ discovery: oidc }', keys),
      folder === undefined ? { location: 'elsewhere' } : { file: join(folder, 'policy.yaml') },
    );
  const DISCOVERED = '{ discovery: oidc, caFile: ca.pem, tokenFile: token }';

  it('is read with the document, from the folder of the document', async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'ca.pem'), authority.ca);
    const { model, files } = await withSource(folder, DISCOVERED);
    expect(model.issuers['login']?.keys[0]?.ca).toBe(authority.ca);
    expect([...files.fingerprints.keys()]).toEqual([join(folder, 'ca.pem')]);
  });

  it('is part of what the document means, and the token is not', async () => {
    const folder = temporaryFolder();
    const digestWith = async (ca: string, token: string): Promise<string> => {
      writeFileSync(join(folder, 'ca.pem'), ca);
      writeFileSync(join(folder, 'token'), token);
      return (await withSource(folder, DISCOVERED)).digest;
    };
    const digest = await digestWith(authority.ca, 'a');
    expect(await digestWith(authority.ca, 'b')).toBe(digest);
    expect(await digestWith(stranger.ca, 'a')).not.toBe(digest);
  });

  it.each([
    ['is not there', undefined, 'The file that is named here cannot be read: there is no such file.'],
    ['has no certificate', 'a', 'The file that is named here has no certificate in PEM'],
    [
      'has a key in it',
      `${authority.ca}${authority.issue('a').key}`,
      'The file that is named here has a block of another kind than CERTIFICATE: PRIVATE KEY.',
    ],
  ])('is reported where it %s', async (_what, content, message) => {
    const folder = temporaryFolder();
    if (content !== undefined) writeFileSync(join(folder, 'ca.pem'), content);
    await expect(withSource(folder, DISCOVERED)).rejects.toThrow(message);
  });

  it.each(['caFile', 'tokenFile'])(
    'has an absolute path where the document has no folder: %s',
    async (key) => {
      await expect(withSource(undefined, `{ discovery: oidc, ${key}: a.pem }`)).rejects.toThrow(
        'A document that is not in a file has no folder: write an absolute path.',
      );
    },
  );
});
