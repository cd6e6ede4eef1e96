/**
 * Parts of this package that are files of their own, and are loaded where they are needed first. A bundle, or a copy of
 * one, may lack them: that is found when a verifier is made, and not with the first token.
 */

import { ConfigurationError } from './configuration-error.js';

/**
 * Loads a part.
 *
 * @throws {@link ConfigurationError} where it is missing, or cannot run.
 */
export async function loadPart<Part>(purpose: string, load: () => Promise<Part>): Promise<Part> {
  try {
    return await load();
  } catch (error) {
    const [reason = ''] = String(error).split('\n', 1);
    throw new ConfigurationError(
      `The part of @org/jwt-core that ${purpose} cannot be loaded: ${reason.slice(0, MAX_REASON_LENGTH)}. ` +
        'It is imported dynamically: let the bundler include it, and deploy every file that it writes; ' +
        'or leave @org/jwt-core out of the bundle.',
      { cause: error },
    );
  }
}

const MAX_REASON_LENGTH = 300;
