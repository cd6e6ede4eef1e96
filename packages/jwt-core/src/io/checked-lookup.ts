/** From a name to addresses that may be reached. */

import { lookup, type LookupAddress } from 'node:dns';
import type { LookupFunction } from 'node:net';
import { isIn, isLoopback, isPrivate, isPublic, networksOf } from './address.js';

/** Which addresses may be reached. */
export interface Reach {
  /** Private networks, as CIDRs, that may be reached besides public addresses. */
  readonly allowedNetworks: readonly string[];
  /**
   * `public`: public addresses. `publicOrLoopback`: those, and this machine. For plain http: `loopback`, this machine alone;
   * `private`, this machine and private networks alone.
   */
  readonly reach: 'public' | 'publicOrLoopback' | 'loopback' | 'private';
}

/** Why an address must not be reached, or `undefined`. */
export type AddressCheck = (address: string) => string | undefined;

/**
 * Makes the check of addresses. The reason names the address: the operator needs it to add the network to the policy.
 *
 * @throws Error for what is not a network.
 */
export function createAddressCheck({ allowedNetworks, reach }: Reach): AddressCheck {
  const allowed = networksOf(allowedNetworks);
  return (address) => {
    if (isLoopback(address) && reach !== 'public') return undefined;
    if (reach === 'loopback') return `${address} is not this machine`;
    if (reach === 'private') return isPrivate(address) ? undefined : `${address} is ${NOT_PRIVATE}`;
    if (isPublic(address) || isIn(allowed, address)) return undefined;
    return `${address} is not a public address and in no network that the policy names (allowedNetworks)`;
  };
}

const NOT_PRIVATE = 'not a private address, and plain http reaches no other';

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
