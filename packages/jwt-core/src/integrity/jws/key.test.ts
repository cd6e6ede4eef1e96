import { createSecretKey } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { ISS, loginWith, ordersPolicy } from '../../../test/orders.js';
import type { Denial } from '../../decision/denial.js';
import type { KeyRing, VerificationKey } from '../../keys/key-ring.js';
import type { FoundKeys, KeyLookup } from '../../keys/set/keys.js';
import { compileService } from '../../policy/compile/compile-service.js';
import { findKeys } from './key.js';

const compiled = compileService(ordersPolicy({ login: loginWith({ discovery: 'oidc' }) }), 'orders');
const header = { alg: 'ES256', kid: 'k1', typ: undefined };
const key: VerificationKey = {
  material: createSecretKey(Buffer.alloc(32)),
  algorithm: 'ES256',
  keyId: 'k1',
  fingerprint: '',
};

type Ring = Pick<KeyRing, 'find'>;

async function ask(ring: Ring): Promise<FoundKeys | Denial> {
  const issuer = compiled.issuers.get(ISS);
  if (issuer === undefined) throw new Error('The policy has no issuer.');
  return findKeys(header, issuer, 'ES256', ring);
}

const answering = (lookup: KeyLookup): Ring => ({ find: () => Promise.resolve(lookup) });

describe('the key of a token', () => {
  it('is what the ring of its issuer finds', async () => {
    const found: FoundKeys = { state: 'found', keys: [key] };
    expect(await ask(answering(found))).toBe(found);
  });

  it.each<[KeyLookup, object]>([
    [
      { state: 'unknown', reason: 'r' },
      { code: 'key.unknown', actual: 'r' },
    ],
    [
      { state: 'unsuitable', reason: 'r' },
      { code: 'key.unsuitable', actual: 'r' },
    ],
    [
      { state: 'unavailable', reason: 'r', retryAfter: 3 },
      { code: 'key.unavailable', actual: 'r', retryAfter: 3 },
    ],
  ])('is denied where the ring says $state', async (lookup, denial) => {
    expect(await ask(answering(lookup))).toMatchObject(denial);
  });
});
