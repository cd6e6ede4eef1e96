/** The sources of an issuer's keys, each with its algorithms. */

import type { Algorithm } from '../../jose/algorithms.js';
import type { KeySources } from '../document/document.js';
import { placedSources } from '../document/key-sources.js';
import type { ReferencedFiles } from './referenced-files.js';
import type { ResolvedKeySource } from './resolved-policy.js';

/** The sources as data. `algorithms` are those of a source that names none itself. */
export function resolveKeySources(
  keys: KeySources | undefined,
  algorithms: readonly Algorithm[],
  use: ResolvedKeySource['use'],
  files: ReferencedFiles,
): readonly ResolvedKeySource[] {
  return placedSources(keys).map(({ source, steps }) => ({
    steps,
    source,
    algorithms: source.algs ?? algorithms,
    until: source.until === undefined ? undefined : Date.parse(source.until),
    // A SPIFFE bundle marks its keys; what OpenID Connect Discovery leads to is not a bundle.
    use: source.discovery === undefined ? use : 'sig',
    fileContent: source.file === undefined ? undefined : files.text(source.file),
  }));
}
