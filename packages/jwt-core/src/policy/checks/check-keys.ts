/** What a key source of the right shape can still get wrong. */

import { isIPv4, isIPv6 } from 'node:net';
import { faultOfLabels, faultOfNumbers } from '../../jose/jwk-form.js';
import { isSecretJwk, type Jwk } from '../../jose/jwk.js';
import type { KeySource } from '../document/document.js';
import { kindOf } from '../document/expected.js';
import { expandTemplate } from '../model/issuer.js';
import type { DocumentPlace } from '../problem.js';

/** Reports what is wrong with where the keys are. */
export function checkKeys(keys: KeySource, place: DocumentPlace): void {
  const { jwksUri, jwksOrigin, allowedNetworks = [], jwks } = keys;
  if (jwksUri !== undefined) checkJwksUri(expandTemplate(jwksUri, 'tenant'), place.at('jwksUri'));
  if (jwksOrigin !== undefined) checkOrigin(keys, jwksOrigin, place.at('jwksOrigin'));
  checkFetchOptions(keys, place);
  for (const [index, network] of allowedNetworks.entries()) {
    const at = place.at('allowedNetworks', index);
    if (!isNetwork(network)) {
      at.invalid(`Expected a network such as 10.0.0.0/8 or fd00::/8, found ${kindOf(network)}.`);
    } else if (/\/0$/u.test(network)) {
      at.invalid('This is every network there is: name the one that the issuer is in.');
    }
  }
  for (const [index, jwk] of jwks?.keys.entries() ?? []) checkPublicKey(jwk, place.at('jwks', 'keys', index));
}

function checkPublicKey(jwk: Jwk, place: DocumentPlace): void {
  if (isSecretJwk(jwk)) {
    return place.invalid('This is a private or a secret key. Only public keys can be in the document.');
  }
  const wrong = faultOfLabels(jwk) ?? faultOfNumbers(jwk);
  if (wrong === undefined) return;
  const { member, fault } = wrong;
  const at = Object.hasOwn(jwk, member) ? place.at(member) : place;
  at.invalid(`Expected a public key as RFC 7517 and RFC 7518 §6 write it: ${member} ${fault}.`);
}

function checkJwksUri(uri: string, place: DocumentPlace): void {
  if (/[{}]/u.test(uri)) place.invalid('Expected {tenant} and no other braces in this URL.');
  else checkUrl(uri, place);
}

/** An http(s) URL without credentials. It is not repeated in messages. */
export function checkUrl(text: string, place: DocumentPlace): boolean {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (!/^[!-~]*$/u.test(text)) {
    place.invalid('Expected a URL in ASCII: its other characters are written as punycode or escapes.');
  } else if (url !== undefined && (url.username !== '' || url.password !== '')) {
    place.invalid('Expected a URL without credentials.');
  } else if (url === undefined || !/^https?:$/u.test(url.protocol)) {
    place.invalid(`Expected an https URL, such as https://id.example/, found ${kindOf(text)}.`);
  } else return true;
  return false;
}

function checkOrigin({ discovery }: KeySource, origin: string, place: DocumentPlace): void {
  if (discovery === undefined) place.invalid('jwksOrigin goes with discovery alone: remove it.');
  else if (checkUrl(origin, place) && new URL(origin).origin !== origin) {
    place.invalid(
      'Expected an origin in small letters, without a path and a final slash, such as https://keys.example.',
    );
  }
}

function checkFetchOptions(keys: KeySource, place: DocumentPlace): void {
  if (keys.discovery !== undefined || keys.jwksUri !== undefined) return;
  for (const key of ['tokenFile', 'caFile', 'allowedNetworks', 'maxStale'] as const) {
    if (keys[key] !== undefined) place.at(key).invalid(`${key} is about keys that are fetched: remove it.`);
  }
}

function isNetwork(text: string): boolean {
  const [address = '', bits = '', ...rest] = text.split('/');
  if (rest.length > 0 || !/^(?:0|[1-9]\d{0,2})$/u.test(bits)) return false;
  return (isIPv4(address) && Number(bits) <= 32) || (isIPv6(address) && Number(bits) <= 128);
}
