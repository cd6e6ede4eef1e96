import type { lookup, LookupAddress } from 'node:dns';
import { describe, expect, it, vi } from 'vitest';
import { createAddressCheck, createCheckedLookup, type AddressCheck } from './checked-lookup.js';

/** A resolver that always answers the same. */
function resolving(...addresses: readonly string[]): typeof lookup {
  const found = addresses.map((address): LookupAddress => ({
    address,
    family: address.includes(':') ? 6 : 4,
  }));
  return vi.fn(
    (_name: string, _options: unknown, callback: (error: null, found: LookupAddress[]) => void) => {
      callback(null, found);
    },
  ) as unknown as typeof lookup;
}

const PUBLIC_ONLY = createAddressCheck({ allowedNetworks: [], reach: 'public' });

/** What a connection gets: the addresses, or the reason why not. */
function look(resolve: typeof lookup, check: AddressCheck = PUBLIC_ONLY, all = true): Promise<unknown> {
  return new Promise((done) => {
    createCheckedLookup(check, resolve)('id.example', { all }, (error, found, family) => {
      done(error === null ? (all ? found : [found, family]) : error.message);
    });
  });
}

describe('the addresses of a name', () => {
  it('are those that were checked', async () => {
    expect(await look(resolving('8.8.8.8', '2606:4700::1'))).toEqual([
      { address: '8.8.8.8', family: 4 },
      { address: '2606:4700::1', family: 6 },
    ]);
  });

  it('are looked up once: a second answer could differ', async () => {
    const resolve = resolving('8.8.8.8');
    await look(resolve);
    expect(resolve).toHaveBeenCalledTimes(1);
  });

  it('are the first one where one is wanted, and all were checked', async () => {
    expect(await look(resolving('8.8.8.8', '1.1.1.1'), PUBLIC_ONLY, false)).toEqual(['8.8.8.8', 4]);
    expect(await look(resolving('8.8.8.8', '10.0.0.1'), PUBLIC_ONLY, false)).toMatch(/^10\.0\.0\.1 is not/u);
  });

  it.each([
    ['private', ['10.0.0.1']],
    ['of this machine', ['127.0.0.1']],
    ['a metadata service', ['169.254.169.254']],
    ['good and bad', ['8.8.8.8', '192.168.0.1']],
    ['IPv4 in IPv6', ['::ffff:8.8.8.8']],
  ])('are rejected where they are %s', async (_what, addresses) => {
    expect(await look(resolving(...addresses))).toMatch(/is not a public address and in no network/u);
  });

  it('are an error where there are none', async () => {
    expect(await look(resolving())).toBe('the name has no address');
  });

  it('cannot be found: the error of the resolver is passed on', async () => {
    const failing = ((_name: string, _options: unknown, callback: (error: Error) => void) => {
      callback(new Error('ENOTFOUND'));
    }) as unknown as typeof lookup;
    expect(await look(failing)).toBe('ENOTFOUND');
  });
});

describe('what may be reached besides public addresses', () => {
  it('is the network that the policy names', () => {
    const check = createAddressCheck({ allowedNetworks: ['10.96.0.0/12'], reach: 'public' });
    expect(check('10.96.0.1')).toBeUndefined();
    expect(check('10.1.0.1')).toContain('10.1.0.1');
    expect(check('127.0.0.1')).toContain('127.0.0.1');
  });

  it('is this machine, in development', () => {
    const check = createAddressCheck({ allowedNetworks: [], reach: 'publicOrLoopback' });
    expect([check('127.0.0.1'), check('::1'), check('8.8.8.8')]).toEqual([undefined, undefined, undefined]);
    expect(check('10.0.0.1')).toContain('10.0.0.1');
  });

  it('is a private network and this machine alone over http to a host that code names', () => {
    const check = createAddressCheck({ allowedNetworks: ['8.8.8.0/24'], reach: 'private' });
    expect(['127.0.0.1', '::1', '10.0.0.1', '172.18.0.2', '192.168.1.1', 'fd00::1'].map(check)).toEqual(
      Array(6).fill(undefined),
    );
    expect(['8.8.8.8', '169.254.169.254', '100.64.0.1', '2606:4700::1', '0.0.0.0'].map(check)).toEqual(
      ['8.8.8.8', '169.254.169.254', '100.64.0.1', '2606:4700::1', '0.0.0.0'].map(
        (address) => `${address} is not a private address, and plain http reaches no other`,
      ),
    );
  });

  it('is this machine alone over http, whatever the network', () => {
    const check = createAddressCheck({ allowedNetworks: ['10.0.0.0/8'], reach: 'loopback' });
    expect(check('127.0.0.1')).toBeUndefined();
    expect([check('10.0.0.1'), check('8.8.8.8')]).toEqual([
      '10.0.0.1 is not this machine',
      '8.8.8.8 is not this machine',
    ]);
  });
});
