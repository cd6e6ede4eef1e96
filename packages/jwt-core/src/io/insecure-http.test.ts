import { describe, expect, it, vi } from 'vitest';
import { readOptions, type OptionKinds } from '../options/read-options.js';
import { HTTPS_ALONE, INSECURE_OPTIONS, warnOfInsecureHttp, type InsecureHttp } from './insecure-http.js';

const KINDS: OptionKinds<{ readonly insecure: InsecureHttp }> = { insecure: INSECURE_OPTIONS };
const read = (hosts: unknown): unknown =>
  readOptions('createVerifier', { insecure: { allowHttpHosts: hosts } as never }, KINDS).insecure;

describe('a host for plain http', () => {
  it.each([
    ['keycloak:8080'],
    ['my_keycloak:8080'],
    ['id.dev.example:80'],
    ['172.17.0.1:8080'],
    ['[fd00::1]:8080'],
  ])('is a host with its port: %s', (host) => {
    expect(read([host])).toEqual({ allowHttpHosts: [host] });
  });

  it.each([
    ['keycloak'],
    ['*:8080'],
    ['*'],
    ['*.example:80'],
    ['Keycloak:8080'],
    ['http://keycloak:8080'],
    ['keycloak:8080/'],
    ['keycloak:0'],
    ['keycloak:*'],
    ['user@keycloak:8080'],
    [' keycloak:8080'],
    ['keycloak:8080\n'],
    [''],
    [7],
  ])('is rejected at start as %j', (host) => {
    expect(() => read([host])).toThrow(
      'createVerifier: insecure.allowHttpHosts[0]: expected a host in small letters and its port, such as keycloak:8080',
    );
  });

  it('is one of a list', () => {
    expect(() => read('keycloak:8080')).toThrow('insecure.allowHttpHosts: expected a list');
    expect(read([])).toEqual({ allowHttpHosts: [] });
  });
});

describe('the warning of plain http', () => {
  it('names the hosts, and what can happen', () => {
    const warning = vi.spyOn(process, 'emitWarning').mockImplementation(() => undefined);
    warnOfInsecureHttp('createVerifier', { allowHttpHosts: ['keycloak:8080', 'other:80'] });
    expect(warning.mock.calls).toEqual([
      [
        'createVerifier: insecure.allowHttpHosts allows plain http to keycloak:8080, other:80. An attacker in that network can replace what is fetched. For development only.',
        { code: 'JWT_POLICY_INSECURE_HTTP' },
      ],
    ]);
  });

  it('is not given where no host is named', () => {
    const warning = vi.spyOn(process, 'emitWarning').mockImplementation(() => undefined);
    for (const insecure of [undefined, HTTPS_ALONE, {}, { allowHttpHosts: [] }, { allowHttpLoopback: true }])
      warnOfInsecureHttp('createVerifier', insecure);
    expect(warning).not.toHaveBeenCalled();
  });
});
