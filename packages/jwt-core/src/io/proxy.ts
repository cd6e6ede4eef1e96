/** The proxy that a fetch goes through: named in code, or by the environment where code says so. */

import { isIP, isIPv4, isIPv6 } from 'node:net';
import { ConfigurationError } from '../options/configuration-error.js';
import { isIn, networksOf } from './address.js';
import { hostOf, isThisMachine } from './fetch-url.js';

/** One proxy. */
export interface Proxy {
  /** Without credentials: it may be in a message. */
  readonly url: URL;
  /** The value of `proxy-authorization`. A secret. */
  readonly authorization: string | undefined;
  /** Certificates of authorities to trust in place of the machine's for a proxy that speaks TLS, in PEM. */
  readonly ca?: string | undefined;
}

/** The proxy for a URL, or none: then the connection is a direct one. */
export type ProxyFor = (target: URL) => Proxy | undefined;

/** The word in place of a URL. */
export const FROM_ENVIRONMENT = 'environment';

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * What the option `proxy` means. `environment` is read once, here. Plain http, and https to this machine, never goes
 * through a proxy: there it would be the proxy's own machine.
 *
 * @throws {@link ConfigurationError} for what is not the URL of a proxy. It may hold a password, and is not repeated.
 */
export function readProxy(
  caller: string,
  setting: string,
  ca?: string,
  environment: Environment = process.env,
): ProxyFor {
  const isNamed = setting !== FROM_ENVIRONMENT;
  const found = isNamed ? setting : proxyIn(environment);
  if (found === undefined) return () => undefined;
  const proxy = { ...parseProxy(`${caller}: ${isNamed ? 'proxy' : 'HTTPS_PROXY'}`, found), ca };
  const exempt = isNamed ? [] : entriesOf(firstOf(environment, 'no_proxy', 'NO_PROXY'));
  return (target) => {
    const isDirect = target.protocol !== 'https:' || isThisMachine(target) || isExempt(target, exempt);
    return isDirect ? undefined : proxy;
  };
}

/** What the environment names for https. Small letters first, as curl and Node have it. */
export function proxyIn(environment: Environment): string | undefined {
  const found = firstOf(environment, 'https_proxy', 'HTTPS_PROXY');
  return found === '' || found.includes('://') ? found || undefined : `http://${found}`;
}

/** The first that is set to something. Own members alone: the environment inherits from `Object.prototype`. */
function firstOf(environment: Environment, ...names: readonly string[]): string {
  const values = names.map((name) => (Object.hasOwn(environment, name) ? environment[name] : undefined));
  return values.find((value) => value !== undefined && value !== '') ?? '';
}

function parseProxy(name: string, text: string): Pick<Proxy, 'url' | 'authorization'> {
  const given = URL.canParse(text) ? new URL(text) : undefined;
  const isBare = given !== undefined && `${given.pathname}${given.search}${given.hash}` === '/';
  if (!isBare || !/^https?:$/u.test(given.protocol)) {
    throw new ConfigurationError(
      `${name}: expected the URL of a proxy without a path, such as http://proxy:8080, found something else.`,
    );
  }
  const { username, password } = given;
  if (username === '' && password === '') return { url: given, authorization: undefined };
  return { url: new URL(given.origin), authorization: basic(name, username, password) };
}

/** RFC 7617. In a URL, what is not a letter or a digit is written as an escape. */
function basic(name: string, username: string, password: string): string {
  try {
    const pair = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
    return `Basic ${Buffer.from(pair).toString('base64')}`;
  } catch {
    throw new ConfigurationError(`${name}: its credentials have a % that begins no escape: write %25.`);
  }
}

function entriesOf(list: string): readonly string[] {
  return list
    .toLowerCase()
    .split(/[\s,]+/u)
    .filter(Boolean);
}

/** Whether an entry of `NO_PROXY` names the host of a URL. An entry in another form names none. */
function isExempt(target: URL, entries: readonly string[]): boolean {
  const host = hostOf(target);
  const port = target.port === '' ? '443' : target.port;
  return entries.some((entry) => {
    if (entry === '*') return true;
    if (entry.includes('/')) return isInNetwork(host, entry);
    const [, bracketed, plain, only] = ENTRY.exec(entry) ?? [];
    const name = isIPv6(entry) ? entry : (bracketed ?? plain);
    if (name === undefined || (only !== undefined && only !== port)) return false;
    return isIP(name) === 0
      ? isWithin(host, name)
      : isInNetwork(host, `${name}/${isIPv4(name) ? '32' : '128'}`);
  });
}

/** `host`, `.host` or `*.host`, or an address, and a port where it is for one alone. */
const ENTRY = /^(?:\[([\da-f:.]+)\]|(?:\*?\.)?([^:[\]*]+))(?::(\d+))?$/u;

/** The host itself, or one below it. */
function isWithin(host: string, name: string): boolean {
  return host === name || (isIP(host) === 0 && host.endsWith(`.${name}`));
}

function isInNetwork(host: string, cidr: string): boolean {
  try {
    return isIn(networksOf([cidr]), host);
  } catch {
    return false;
  }
}
