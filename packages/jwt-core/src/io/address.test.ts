import { describe, expect, it } from 'vitest';
import { isIn, isLoopback, isPrivate, isPublic, networksOf } from './address.js';

describe('an address on the public Internet', () => {
  it.each([
    '1.1.1.1',
    '8.8.8.8',
    '9.255.255.255',
    '11.0.0.0',
    '100.63.255.255',
    '100.128.0.0',
    '168.63.129.17',
    '172.15.255.255',
    '172.32.0.0',
    '192.167.255.255',
    '223.255.255.255',
    '2606:4700:4700::1111',
    '2a00:1450:4001:81b::200e',
    '64:ff9b::808:808',
    '64:ff9b::8.8.8.8',
  ])('is public: %s', (address) => {
    expect(isPublic(address)).toBe(true);
  });
});

describe('an address that is not on the public Internet', () => {
  it.each([
    ['this machine', '127.0.0.1'],
    ['this machine', '127.255.255.254'],
    ['this machine', '::1'],
    ['any address, which Linux takes for this machine', '0.0.0.0'],
    ['this network', '0.1.2.3'],
    ['any address', '::'],
    ['private', '10.0.0.1'],
    ['private', '10.255.255.255'],
    ['private', '172.16.0.1'],
    ['private', '172.31.255.255'],
    ['private', '192.168.1.1'],
    ['unique local', 'fc00::1'],
    ['unique local, the metadata service of AWS', 'fd00:ec2::254'],
    ['link-local', '169.254.1.1'],
    ['the metadata service of most clouds', '169.254.169.254'],
    ['the metadata service of Alibaba', '100.100.100.200'],
    ['the metadata service of Oracle', '192.0.0.192'],
    ['the host of a machine in Azure', '168.63.129.16'],
    ['carrier-grade NAT', '100.64.0.1'],
    ['link-local', 'fe80::1'],
    ['link-local with a scope', 'fe80::1%eth0'],
    ['multicast', '224.0.0.1'],
    ['multicast', '239.255.255.255'],
    ['multicast', 'ff02::1'],
    ['reserved', '240.0.0.1'],
    ['broadcast', '255.255.255.255'],
    ['documentation', '192.0.2.1'],
    ['documentation', '198.51.100.1'],
    ['documentation', '203.0.113.1'],
    ['documentation', '2001:db8::1'],
    ['benchmarks', '198.18.0.1'],
    ['a public IPv4 address in IPv6', '::ffff:8.8.8.8'],
    ['a loopback IPv4 address in IPv6', '::ffff:127.0.0.1'],
    ['a loopback IPv4 address in hexadecimal', '::ffff:7f00:1'],
    ['a private IPv4 address in IPv6', '::ffff:10.0.0.1'],
    ['IPv4-compatible', '::127.0.0.1'],
    ['6to4 of a private address', '2002:a00:1::'],
    ['Teredo', '2001:0:4136:e378:8000:63bf:3fff:fdd2'],
    ['NAT64 of a private address', '64:ff9b::a00:1'],
    ['NAT64 of a metadata service', '64:ff9b::169.254.169.254'],
    ['NAT64 of any address', '64:ff9b::'],
    ['NAT64 of a local prefix', '64:ff9b:1::808:808'],
    ['site-local', 'fec0::1'],
    ['discarded', '100::1'],
    ['no address', 'id.example'],
    ['no address', ''],
    ['no address', '8.8.8'],
  ])('is not public: %s, %s', (_what, address) => {
    expect(isPublic(address)).toBe(false);
  });
});

describe('a network that the policy names', () => {
  it.each([
    ['10.20.0.0/16', '10.20.255.255'],
    ['fd12:3456::/32', 'fd12:3456::1'],
    ['10.1.2.3/32', '10.1.2.3'],
    ['0.0.0.0/0', '10.1.2.3'],
    ['::ffff:10.0.0.0/104', '::ffff:10.1.2.3'],
  ])('%s holds %s', (network, address) => {
    expect(isIn(networksOf([network]), address)).toBe(true);
  });

  it.each([
    ['10.20.0.0/16', '10.21.0.0'],
    ['10.20.0.0/16', '::ffff:10.20.0.1'],
    ['::/0', '10.0.0.1'],
    ['::ffff:0:0/96', '10.0.0.1'],
    ['fe80::/10', 'fe80::1%eth0'],
    ['10.0.0.0/8', 'id.example'],
  ])('%s does not hold %s', (network, address) => {
    expect(isIn(networksOf([network]), address)).toBe(false);
  });

  it.each([
    '10.0.0.0',
    '10.0.0.0/',
    '10.0.0.0/33',
    'fd00::/129',
    'id.example/8',
    '',
    '10.0.0.0/-1',
    '10.0.0/8',
  ])('is not written "%s"', (network) => {
    expect(() => networksOf([network])).toThrow();
  });
});

it('a private network is one of RFC 1918 or RFC 4193, and no link-local one', () => {
  expect(['10.255.0.1', '172.31.0.1', '192.168.0.1', 'fc00::1', 'fdff::1'].every(isPrivate)).toBe(true);
  expect(
    [
      '172.32.0.1',
      '169.254.169.254',
      '127.0.0.1',
      '8.8.8.8',
      '100.64.0.1',
      'fe80::1',
      '::ffff:10.0.0.1',
      'x',
    ].some(isPrivate),
  ).toBe(false);
});

it('this machine is loopback and nothing else', () => {
  expect(['127.0.0.1', '127.9.9.9', '::1'].every(isLoopback)).toBe(true);
  expect(['128.0.0.1', '0.0.0.0', '::', '::ffff:127.0.0.1', 'localhost', '10.0.0.1'].some(isLoopback)).toBe(
    false,
  );
});
