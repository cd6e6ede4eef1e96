import { expect, it } from 'vitest';
import { stubAllowed } from './stub-verifier.js';

it('allows a user by default, without scopes and roles', () => {
  const { outcome, identity } = stubAllowed();
  expect(outcome).toBe('allow');
  expect(identity).toMatchObject({ subject: 'user-1', principal: 'user', scopes: [], roles: [] });
});

it('allows the caller that the test names', () => {
  const { identity } = stubAllowed({
    subject: 'ann',
    tenant: 't-eu',
    scopes: ['orders:read'],
    roles: ['admin'],
  });
  expect(identity).toMatchObject({ subject: 'ann', tenant: 't-eu' });
  expect(identity?.hasScope('orders:read')).toBe(true);
  expect(identity?.hasRole('admin')).toBe(true);
  expect(identity?.hasRole('clerk')).toBe(false);
});
