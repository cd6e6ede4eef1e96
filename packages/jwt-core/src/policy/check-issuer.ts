/** What an issuer of the right shape can still get wrong: its URL, its algorithms, its inline keys. */

import { ASYMMETRIC_ALGORITHMS, isHmac } from './algorithms.js';
import type { IssuerDocument, KeySource } from './document.js';
import type { Path, Report } from './problems.js';
import { isSecretJwk } from './secret-jwk.js';
import { listed } from './suggest.js';

/** Reports what is wrong with one issuer. */
export function checkIssuer(issuer: IssuerDocument, path: Path, report: Report): void {
  if (/[{}]/u.test(issuer.iss)) {
    report(
      'not_supported_yet',
      [...path, 'iss'],
      'A template in iss is not supported yet: write one issuer per iss.',
    );
  }
  if (issuer.keys.discovery !== undefined) checkIssuerUrl(issuer.iss, [...path, 'iss'], report);
  if (issuer.keys.jwksUri !== undefined) checkUrl(issuer.keys.jwksUri, [...path, 'keys', 'jwksUri'], report);
  checkAlgorithms(issuer, path, report);
  checkInlineKeys(issuer.keys, [...path, 'keys', 'jwks', 'keys'], report);
}

function checkIssuerUrl(iss: string, path: Path, report: Report): void {
  if (!checkUrl(iss, path, report)) return;
  if (/[?#]/u.test(iss)) report('invalid', path, 'An issuer with discovery has no query and no fragment.');
}

function checkUrl(text: string, path: Path, report: Report): boolean {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url !== undefined && (url.username !== '' || url.password !== '')) {
    report('invalid', path, 'Expected a URL without credentials.'); // which are not repeated here
    return false;
  }
  if (url !== undefined && /^https?:$/u.test(url.protocol)) return true;
  report('invalid', path, `Expected an https URL, found "${text}".`);
  return false;
}

function checkAlgorithms(issuer: IssuerDocument, path: Path, report: Report): void {
  const hmac = issuer.algs.filter(isHmac);
  if (issuer.keys.secret === undefined && hmac.length > 0) {
    const message = `${hmac.join(', ')} needs keys: { secret: { env: NAME } } and stands alone; with public keys use ${listed(ASYMMETRIC_ALGORITHMS)}.`;
    report('invalid', [...path, 'algs'], message);
  }
  if (issuer.keys.secret !== undefined && hmac.length < issuer.algs.length) {
    report(
      'invalid',
      [...path, 'algs'],
      'An issuer with a secret lists HMAC algorithms alone: HS256, HS384, HS512.',
    );
  }
}

function checkInlineKeys(keys: KeySource, path: Path, report: Report): void {
  keys.jwks?.keys.forEach((jwk, index) => {
    if (isSecretJwk(jwk)) {
      report(
        'invalid',
        [...path, index],
        'This is a private or a secret key. Only public keys stand in the document.',
      );
    }
  });
}
