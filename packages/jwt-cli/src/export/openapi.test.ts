import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { parse } from 'yaml';
import { running, type Ended } from '../../test/terminal.js';

const ORDERS = readFileSync(join(import.meta.dirname, '../../test/export/orders.yaml'), 'utf8');

function exported(policy = ORDERS): Promise<Ended> {
  return running(['export', '--to', 'openapi'], { files: { 'policy.yaml': policy } });
}

it('writes schemes, and the security of each operation', async () => {
  const { code, out } = await exported();
  expect(code).toBe(0);
  await expect(out.replace(/[0-9a-f]{64}/gu, 'DIGEST')).toMatchFileSnapshot(
    '../../test/golden/export-openapi.yaml.txt',
  );
});

it.each([
  ['/healthz', 'get', []],
  ['/catalogue', 'get', [{}, { login: [] }]],
  ['/tenants/{tenant}/orders', 'get', [{ login: ['orders:read', 'openid'] }]],
  ['/orders/close', 'post', [{ robots: ['orders:write'] }]],
  ['/files/{path}', 'get', [{ login: ['files:read'] }]],
])('asks at %s for what the rules ask for', async (path, method, security) => {
  const { paths } = parse((await exported()).out) as {
    readonly paths: Readonly<Record<string, Readonly<Record<string, { readonly security: unknown }>>>>;
  };
  expect(paths[path]?.[method]?.security).toEqual(security);
});

it('puts two templates that differ by their names at one path', async () => {
  const { out } = await exported(ORDERS.replace('DELETE /orders/{id}', 'DELETE /orders/{orderId}'));
  const { paths } = parse(out) as { readonly paths: Readonly<Record<string, object>> };
  expect(Object.keys(paths['/orders/{id}'] ?? {})).toEqual(['parameters', 'get', 'delete']);
  expect(paths).not.toHaveProperty('/orders/{orderId}');
});

it('writes a name of the policy into one line of the comment', async () => {
  const { out } = await exported(ORDERS.replace("revision: '42'", 'revision: "42\\nx: y"'));
  expect(out.split('\n').filter((line) => line.startsWith('x:'))).toEqual([]);
});
