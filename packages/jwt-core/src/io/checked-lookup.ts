/** From a name to addresses that may be reached. */

import { lookup, type LookupAddress } from 'node:dns';
import type { LookupFunction } from 'node:net';
import { isIn, isLoopback, isPublic, networksOf } from './address.js';

/** What may be reached besides public addresses. */
export interface Reach {
  /** Private networks, as CIDRs. */
  readonly allowedNetworks: readonly string[];
  /** This machine. */
  readonly loopback: 'allowed' | 'denied' | 'only';
}

/** Why an address must not be reached, or `undefined`. */
export type AddressCheck = (address: string) => string | undefined;

/**
 * Makes the check of addresses. The reason names the address: the operator needs it to add the network to the policy.
 *
 * @throws Error for what is not a network.
 */
export function createAddressCheck({ allowedNetworks, loopback }: Reach): AddressCheck {
  const allowed = networksOf(allowedNetworks);
  return (address) => {
    if (isLoopback(address) && loopback !== 'denied') return undefined;
    if (loopback === 'only') return `${address} is not this machine`;
    if (isPublic(address) || isIn(allowed, address)) return undefined;
    return `${address} is not a public address and in no network that the policy names`;
  };
}

/**
 * The resolver of the machine, checked. The connection is made to the very addresses that were checked: a second
 * look-up could answer differently (DNS rebinding). One bad address among good ones rejects them all.
 */
export function createCheckedLookup(check: AddressCheck, resolve: typeof lookup = lookup): LookupFunction {
  return (hostname, options, callback) => {
    resolve(hostname, { ...options, all: true }, (error, addresses) => {
      if (error !== null) return callback(error, []);
      const [first] = addresses;
      if (first === undefined) return callback(new Error('the name has no address'), []);
      const problem = addresses.map(({ address }: LookupAddress) => check(address)).find(Boolean);
      if (problem !== undefined) return callback(new Error(problem), []);
      return options.all === true ? callback(null, addresses) : callback(null, first.address, first.family);
    });
  };
}
