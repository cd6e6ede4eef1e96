/** Plain http, for development. It is allowed in code alone: no document and no environment can. */

import { createRecord } from '../json/plain.js';
import { aBoolean, listOf, optionsOf, type OptionKind } from '../options/read-options.js';
import { warn } from './warning.js';

/** What may be fetched over plain `http`. For development alone. */
export interface InsecureHttp {
  /** This machine: `localhost`, `127.x.x.x` and `[::1]`, on every port. */
  readonly allowHttpLoopback?: boolean;
  /**
   * Hosts of a private network, each exactly as the URL names it and with its port: `keycloak:8080`. Their addresses must be
   * private ones or of this machine. An attacker in that network can put keys in the place of the issuer's, so that the
   * process warns of them at start (`JWT_POLICY_INSECURE_HTTP`).
   */
  readonly allowHttpHosts?: readonly string[];
}

/** What holds where nothing is allowed. It inherits nothing: `Object.prototype` may be polluted. */
export const HTTPS_ALONE: InsecureHttp = Object.freeze(createRecord());

const HOST_AND_PORT = /^(?:[a-z0-9_](?:[a-z0-9._-]*[a-z0-9_])?|\[[0-9a-f:]+\]):[1-9]\d{0,4}$/u;

const aHostAndPort: OptionKind = {
  expected: 'a host in small letters and its port, such as keycloak:8080',
  fits: (value) => typeof value === 'string' && HOST_AND_PORT.test(value),
};

/** What the option `insecure` may be, wherever it is an option. */
export const INSECURE_OPTIONS: OptionKind = optionsOf<InsecureHttp>({
  allowHttpLoopback: aBoolean,
  allowHttpHosts: listOf(aHostAndPort),
});

/** Whether this is one of the hosts that code names. */
export function isAllowedHost({ hostname, port }: URL, { allowHttpHosts = [] }: InsecureHttp): boolean {
  return allowHttpHosts.includes(`${hostname}:${port === '' ? '80' : port}`);
}

/** Warns of the hosts that are named. This machine is not worth a warning: what is sent does not leave it. */
export function warnOfInsecureHttp(
  caller: string,
  { allowHttpHosts = [] }: InsecureHttp = HTTPS_ALONE,
): void {
  if (allowHttpHosts.length === 0) return;
  const hosts = allowHttpHosts.join(', ');
  warn(
    'JWT_POLICY_INSECURE_HTTP',
    `${caller}: insecure.allowHttpHosts allows plain http to ${hosts}. An attacker in that network can replace what is fetched. For development only.`,
  );
}
