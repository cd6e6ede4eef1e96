import type fs from 'node:fs';
import { execFileSync } from 'node:child_process';
import { openSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { temporaryFolder } from '../../../test/policy-sources.js';
import { parsePolicy, type Policy } from '../policy.js';

vi.mock('node:fs', async (original) => {
  const real = await original<typeof fs>();
  return { ...real, openSync: vi.fn(real.openSync) };
});

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
