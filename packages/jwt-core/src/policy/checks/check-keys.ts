/** What a key source of the right shape can still get wrong. */

import { isIPv4, isIPv6 } from 'node:net';
import type { KeySource } from '../document/document.js';
import { type Jwk, isSecretJwk } from '../../jose/jwk.js';
import { expandTemplate } from '../model/issuer.js';
import type { Path, Report } from '../problem.js';
import { kindOf } from '../document/expected.js';
import { faultOfLabels, faultOfNumbers } from '../../jose/jwk-form.js';

/** Reports what is wrong with where the keys are. */
export function checkKeys(keys: KeySource, path: Path, report: Report): void {
  if (keys.jwksUri !== undefined) {
    const uri = expandTemplate(keys.jwksUri, 'tenant');
    if (/[{}]/u.test(uri)) {
      report('invalid', [...path, 'jwksUri'], 'Expected {tenant} and no other braces in this URL.');
    } else checkUrl(uri, [...path, 'jwksUri'], report);
  }
  if (keys.jwksOrigin !== undefined) checkOrigin(keys, keys.jwksOrigin, [...path, 'jwksOrigin'], report);
  checkFetchOptions(keys, path, report);
  keys.allowedNetworks?.forEach((network, index) => {
    const at = [...path, 'allowedNetworks', index];
    if (!isNetwork(network)) {
      report('invalid', at, `Expected a network such as 10.0.0.0/8 or fd00::/8, found ${kindOf(network)}.`);
    } else if (/\/0$/u.test(network)) {
      report('invalid', at, 'This is every network there is: name the one that the issuer is in.');
    }
  });
  keys.jwks?.keys.forEach((jwk, index) => {
    checkPublicKey(jwk, [...path, 'jwks', 'keys', index], report);
  });
}

function checkPublicKey(jwk: Jwk, path: Path, report: Report): void {
  if (isSecretJwk(jwk)) {
    const message = 'This is a private or a secret key. Only public keys stand in the document.';
    return report('invalid', path, message);
  }
  const wrong = faultOfLabels(jwk) ?? faultOfNumbers(jwk);
  if (wrong === undefined) return;
  const { member, fault } = wrong;
  const message = `Expected a public key as RFC 7517 and RFC 7518 §6 write it: ${member} ${fault}.`;
  report('invalid', Object.hasOwn(jwk, member) ? [...path, member] : path, message);
}

/** An http(s) URL without credentials. It is not repeated in messages. */
export function checkUrl(text: string, path: Path, report: Report): boolean {
  if (!/^[!-~]*$/u.test(text)) {
    report(
      'invalid',
      path,
      'Expected a URL in ASCII: its other characters are written as punycode or escapes.',
    );
    return false;
  }
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url !== undefined && (url.username !== '' || url.password !== '')) {
    report('invalid', path, 'Expected a URL without credentials.');
    return false;
  }
  if (url !== undefined && /^https?:$/u.test(url.protocol)) return true;
  report('invalid', path, `Expected an https URL, such as https://id.example/, found ${kindOf(text)}.`);
  return false;
}

function checkOrigin(keys: KeySource, origin: string, path: Path, report: Report): void {
  if (keys.discovery === undefined) {
    report('invalid', path, 'jwksOrigin goes with discovery alone: remove it.');
  } else if (checkUrl(origin, path, report) && new URL(origin).origin !== origin) {
    report(
      'invalid',
      path,
      'Expected an origin in small letters, without a path and a final slash, such as https://keys.example.',
    );
  }
}

function checkFetchOptions(keys: KeySource, path: Path, report: Report): void {
  if (keys.discovery !== undefined || keys.jwksUri !== undefined) return;
  for (const key of ['allowedNetworks', 'maxStale'] as const) {
    if (keys[key] === undefined) continue;
    report('invalid', [...path, key], `${key} is about keys that are fetched: remove it.`);
  }
}

function isNetwork(text: string): boolean {
  const [address = '', bits = '', ...rest] = text.split('/');
  if (rest.length > 0 || !/^(?:0|[1-9]\d{0,2})$/u.test(bits)) return false;
  return (isIPv4(address) && Number(bits) <= 32) || (isIPv6(address) && Number(bits) <= 128);
}
