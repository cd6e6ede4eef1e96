/** Mistakes in the path of a policy file. */

import { ConfigurationError } from '../../options/configuration-error.js';

/**
 * Rejects URLs and the text of a document. Neither is repeated: a URL may carry credentials, a document much more.
 *
 * @throws {@link ConfigurationError} that says what to pass instead.
 */
export function assertPath(name: string, given: unknown): void {
  const mistake = mistakeOf(given);
  if (mistake !== undefined) throw new ConfigurationError(`${name}: ${mistake}`);
}

function mistakeOf(given: unknown): string | undefined {
  const text = given instanceof URL ? given.href : given;
  if (typeof text !== 'string') return undefined;
  if (/^file:/iu.test(text)) {
    return 'expected the path of a policy file, found a file: URL. Give its path: fileURLToPath(url), from node:url.';
  }
  if (/^[a-z][a-z\d+.-]+:\/\//iu.test(text)) {
    return 'expected the path of a policy file, found a URL. A policy that is fetched is given as policy: httpsPolicySource(url).';
  }
  if (/\n|^\s*\{/u.test(text)) {
    return 'expected the path of a policy file, found the text of a document. Give policy: await parsePolicy(text).';
  }
  return undefined;
}
