/**
 * Which addresses a fetch may reach. An attacker who controls a name, or a discovery document, could otherwise make the
 * service call the machine next to it, or the cloud's metadata service (server-side request forgery).
 */

import { BlockList, isIPv4, isIPv6 } from 'node:net';

/** Networks that addresses are looked up in. IPv4 and IPv6 are kept apart: a `BlockList` would mix them up. */
export interface Networks {
  readonly ipv4: BlockList;
  readonly ipv6: BlockList;
}

/**
 * Networks from their CIDRs, such as `10.0.0.0/8` or `fd00::/8`.
 *
 * @throws Error for what is not a network: a typing error must not open or close anything.
 */
export function networksOf(cidrs: readonly string[]): Networks {
  const networks = { ipv4: new BlockList(), ipv6: new BlockList() };
  for (const cidr of cidrs) {
    const [address = '', bits = ''] = cidr.split('/');
    const family = familyOf(address);
    if (family === undefined || !/^\d{1,3}$/u.test(bits)) throw new Error(`${cidr} is not a network`);
    networks[family].addSubnet(address, Number(bits), family);
  }
  return networks;
}

/**
 * Networks of our own, made when an address is first looked up: the first IPv6 address costs Node 20 eight
 * milliseconds.
 */
function known(cidrs: readonly string[]): () => Networks {
  let networks: Networks | undefined;
  return () => (networks ??= networksOf(cidrs));
}

/** This machine. */
const loopback = known(['127.0.0.0/8', '::1/128']);

/** Networks of a company or of a machine (RFC 1918, RFC 4193). Link-local ones are not among them. */
const privateNetworks = known(['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', 'fc00::/7']);

/** What the IANA registry of special addresses holds for IPv4 (RFC 6890), multicast, and what clouds use internally. */
const notPublicIPv4 = known([
  '0.0.0.0/8', // this network; on Linux 0.0.0.0 is this machine
  '10.0.0.0/8',
  '100.64.0.0/10', // carrier-grade NAT, and the metadata service of Alibaba
  '127.0.0.0/8',
  '168.63.129.16/32', // the host of a machine in Azure
  '169.254.0.0/16', // link-local: the metadata service of most clouds
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.88.99.0/24',
  '192.168.0.0/16',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '224.0.0.0/4', // multicast
  '240.0.0.0/4', // reserved, and broadcast
]);

/** In IPv6 only this network was ever assigned; the rest, and the exceptions below, are not public. */
const globalIPv6 = known(['2000::/3']);

const notPublicIPv6 = known([
  '2001::/23', // protocols, Teredo among them, which carries an IPv4 address
  '2001:db8::/32',
  '2002::/16', // 6to4 carries an IPv4 address
  '3fff::/20',
]);

/** DNS64 writes the public IPv4 address of a name in here (RFC 6052); that IPv4 address is checked. */
const nat64 = known(['64:ff9b::/96']);

/** Whether an address is of this machine. */
export function isLoopback(address: string): boolean {
  return isIn(loopback(), address);
}

/** Whether an address is of a private network. */
export function isPrivate(address: string): boolean {
  return isIn(privateNetworks(), address);
}

/** Whether an address belongs to one of the networks. An IPv4 address that is written as IPv6 does not. */
export function isIn(networks: Networks, address: string): boolean {
  const family = familyOf(address);
  return family !== undefined && networks[family].check(address, family);
}

/** Whether an address is on the public Internet. What is not understood is not public. */
export function isPublic(address: string): boolean {
  if (isIPv4(address)) return !isIn(notPublicIPv4(), address);
  if (isIn(nat64(), address)) return isPublic(embeddedIPv4(address));
  return isIn(globalIPv6(), address) && !isIn(notPublicIPv6(), address);
}

/** A scoped address (`fe80::1%eth0`) has no family here: no network holds it. */
function familyOf(address: string): 'ipv4' | 'ipv6' | undefined {
  if (isIPv4(address)) return 'ipv4';
  return isIPv6(address) && !address.includes('%') ? 'ipv6' : undefined;
}

/** The last 32 bits, in the form that the URL parser makes of every IPv6 address: two groups in hexadecimal. */
function embeddedIPv4(address: string): string {
  const groups = new URL(`http://[${address}]`).hostname.slice(1, -1).split(':').slice(-2);
  return groups
    .map((group) => Number.parseInt(group === '' ? '0' : group, 16))
    .flatMap((group) => [group >> 8, group & 0xff])
    .join('.');
}
