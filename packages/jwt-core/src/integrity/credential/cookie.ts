/** A cookie (RFC 6265). A browser sends it by itself, for other sites as well: see same-origin.ts. */

import { deny } from '../../decision/denial.js';
import { headerValues } from '../../request/raw-headers.js';
import { bounded } from './credential.js';
import type { ListedPlace } from './place.js';
import { checkSameOrigin } from './same-origin.js';

/** The characters of a name (RFC 6265 §4.1.1), for the end of a character class. */
const TOKEN_CHARACTERS = "A-Za-z0-9!#$%&'*+.^_`|~-";

/**
 * The cookie of this very name: names are compared with their case. Nothing is decoded, and no quotes are taken off. HTTP/2
 * sends cookies in several lines (RFC 9113 §8.2.3).
 */
export function cookie(name: string, origins: ReadonlySet<string>): ListedPlace {
  const { sightings, isPair } = patternsOf(name);
  const place: ListedPlace = {
    words: `the cookie ${name}`,
    name: `cookie ${name}`,
    isListed: true,
    valuesOf: (request) =>
      headerValues(request, 'cookie').flatMap((line) =>
        Array.from(line.matchAll(sightings), ([pair]) => pair),
      ),
    secretOf: valueOf,
    read(pair, request, maxTokenBytes) {
      const crossSite = checkSameOrigin(request, origins);
      if (crossSite !== undefined) return crossSite;
      if (isPair.test(pair)) return bounded(valueOf(pair), maxTokenBytes, place);
      return deny('credential.malformed', {
        expected: `${name}=TOKEN, with "; " between it and other cookies (RFC 6265 §4.2.1)`,
        actual: 'another form',
      });
    },
  };
  return place;
}

function valueOf(pair: string): string {
  return pair.slice(pair.indexOf('=') + 1);
}

/**
 * Other servers find cookies after a comma as well, and take quotes, control characters or any white space off a name. What
 * one of them could take for this cookie is counted, so that no two servers go by two tokens; it is read in one form alone.
 */
function patternsOf(name: string): { readonly sightings: RegExp; readonly isPair: RegExp } {
  const literal = name.replace(/[$*+.^|]/gu, String.raw`\$&`);
  const padding = `[^;,=${TOKEN_CHARACTERS}]*`;
  return {
    sightings: new RegExp(`(?:^|[;,])${padding}${literal}${padding}=[^;]*`, 'gu'),
    isPair: new RegExp(`^(?:; )?${literal}=`, 'u'),
  };
}
