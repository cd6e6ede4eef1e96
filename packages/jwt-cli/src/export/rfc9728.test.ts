import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { running, type Ended } from '../../test/terminal.js';

const ORDERS = readFileSync(join(import.meta.dirname, '../../test/export/orders.yaml'), 'utf8');

function exported(change: readonly [from: string, to: string] = ['', '']): Promise<Ended> {
  return running(['export', '--to', 'rfc9728'], { files: { 'policy.yaml': ORDERS.replace(...change) } });
}

it('writes what a client may know, and no operation', async () => {
  const { code, out, note } = await exported();
  expect(JSON.parse(out)).toEqual({
    resource: 'https://orders.acme.example',
    resource_name: 'orders',
    authorization_servers: ['https://login.acme.example', 'https://robots.acme.example'],
    scopes_supported: ['files:read', 'openid', 'orders:read', 'orders:write'],
    bearer_methods_supported: ['header'],
  });
  expect([code, note]).toEqual([0, '']);
});

it.each(['orders', 'http://orders.acme.example', 'https://orders.acme.example#v1'])(
  'says why the audience %s names no resource',
  async (audience) => {
    const { code, out, note } = await exported([
      'audience: https://orders.acme.example',
      `audience: ${JSON.stringify(audience)}`,
    ]);
    expect([code, out]).toEqual([2, '']);
    expect(note).toContain(`The audience of orders is ${JSON.stringify(audience)} (`);
    expect(note).toContain('an https URL without a fragment');
  },
);

it('names no issuer that clients cannot ask', async () => {
  const { out, note } = await exported(['iss: https://robots.acme.example', 'iss: robots']);
  expect(JSON.parse(out)).toMatchObject({ authorization_servers: ['https://login.acme.example'] });
  expect(note).toMatch(/^warning issuer: robots is left out: .* \(.*policy\.yaml:\d+\)$/mu);
});
