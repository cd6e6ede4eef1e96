/** What the sources of an issuer's keys, each of the right shape, can get wrong together with their algorithms. */

import { ASYMMETRIC_ALGORITHMS, canonicalAlgorithm, isHmac, type Algorithm } from '../../jose/algorithms.js';
import { listed } from '../../options/did-you-mean.js';
import type { IssuerDocument, KeySource } from '../document/document.js';
import { listedAlgorithms, placedSources } from '../document/key-sources.js';
import { listOf } from '../document/list-of.js';
import type { ResolvedIssuer } from '../model/resolved-policy.js';
import type { DocumentPlace } from '../problem.js';
import { checkKeys } from './check-keys.js';

/** Reports what is wrong with where the keys of an issuer are, and with what they may be used for. */
export function checkKeySources(
  issuer: IssuerDocument,
  { keys, algorithms }: Pick<ResolvedIssuer, 'keys' | 'algorithms'>,
  place: DocumentPlace,
): void {
  const [only] = keys;
  if (only === undefined) checkAlgorithms({}, algorithms, place.at('algs'));
  for (const { steps, source, algorithms: own } of keys) {
    checkAlgorithms(source, own, place.at(...(steps.length === 0 ? [] : ['keys', ...steps]), 'algs'));
  }
  const sources = placedSources(issuer.keys);
  for (const { source, steps } of sources) {
    const at = place.at('keys', ...steps);
    checkKeys(source, at);
    checkSecrets(source, at);
  }
  checkEnds(issuer, place);
  checkAgreement(issuer, place.at('algs'));
}

const TWO_SOURCES =
  'For a while, an issuer can have both: keys: [{ discovery: oidc, algs: [ES256] }, { secret: { env: NAME }, algs: [HS256], until: YYYY-MM-DD }].';

/** A public key is never a secret, nor a secret a public key: the algorithms of a source are of one kind, that of its keys. */
function checkAlgorithms(
  { secret }: KeySource,
  algorithms: readonly Algorithm[],
  place: DocumentPlace,
): void {
  const hmac = algorithms.filter(isHmac);
  const both = hmac.length > 0 && hmac.length < algorithms.length ? ` ${TWO_SOURCES}` : '';
  if (secret === undefined && hmac.length > 0) {
    place.invalid(
      `${hmac.join(', ')} needs keys: { secret: { env: NAME } }, and no other algorithms next to it; with public keys use ${listed(ASYMMETRIC_ALGORITHMS)}.${both}`,
    );
  }
  if (secret !== undefined && hmac.length < algorithms.length) {
    place.invalid(`A source with a secret has HMAC algorithms alone: HS256, HS384, HS512.${both}`);
  }
}

function checkSecrets({ secret = [] }: KeySource, place: DocumentPlace): void {
  const seen = new Set<string>();
  for (const [index, { env, file }] of listOf(secret).entries()) {
    const reference = JSON.stringify([env, file]);
    if (seen.has(reference)) place.at('secret', index).invalid('The same secret is here twice.');
    seen.add(reference);
  }
}

/** A service that checks tokens with a secret can make them: next to published keys, there is a day that ends it. */
function checkEnds({ keys }: IssuerDocument, place: DocumentPlace): void {
  const sources = placedSources(keys);
  if (sources.every(({ source }) => source.secret !== undefined)) return;
  for (const { source, steps } of sources) {
    if (source.secret === undefined || source.until !== undefined) continue;
    place
      .at('keys', ...steps)
      .missing('until', 'the day, YYYY-MM-DD, from which the published keys alone are used');
  }
}

/** `algs` next to a list of sources repeats what these say, or is left out. */
function checkAgreement({ algs, keys }: IssuerDocument, place: DocumentPlace): void {
  const listedAlgs = listedAlgorithms(keys);
  if (algs === undefined || listedAlgs === undefined) return;
  const [written, meant] = [algs, listedAlgs].map((all) => [...new Set(all.map(canonicalAlgorithm))].sort());
  if (String(written) === String(meant)) return;
  place.invalid(
    `Expected the algorithms of all sources in keys (${listedAlgs.join(', ')}), or no algs here.`,
  );
}
