import { deny, inWords } from '../decision/denial.js';
import type { JsonValue } from '../identity.js';
import type { IssuerPolicy } from '../policy/service-policy.js';
import { MALFORMED, type TokenFacts } from './facts.js';
import type { Check } from './question.js';

/**
 * Is the token meant for this service? RFC 7519 §4.1.3, RFC 8725 §3.9.
 * Without this check a token for any sibling opens every door of the fleet.
 */
export const audience: Check = {
  layer: 'audience',
  check({ token: { claims, issuer }, facts }) {
    const { aud } = claims;
    if (aud === issuer.audience) return undefined;
    const expected = `aud with ${inWords(issuer.audience)}`;
    if (aud === undefined)
      return isNamedByScope(issuer, facts) ? undefined : deny('audience.missing', { expected });
    const named = readAudience(aud);
    if (named === undefined) return deny('audience.malformed', { expected, actual: inWords(aud) });
    if (!named.includes(issuer.audience))
      return deny('audience.mismatch', { expected, actual: inWords(aud) });
    if (issuer.audienceMode === 'exclusive' && named.some((each) => each !== issuer.audience)) {
      return deny('audience.not_exclusive', { expected: `${expected} alone`, actual: inWords(aud) });
    }
    return undefined;
  },
};

function readAudience(aud: JsonValue): readonly string[] | undefined {
  if (typeof aud === 'string') return [aud];
  if (!Array.isArray(aud)) return undefined;
  return aud.every((each): each is string => typeof each === 'string') ? aud : undefined;
}

/** Cognito's access tokens name the resource server in their scopes: `https://orders.example/orders.read`. */
function isNamedByScope({ audience, audienceFrom }: IssuerPolicy, { scopes }: TokenFacts): boolean {
  if (audienceFrom !== 'scope' || scopes === MALFORMED) return false;
  return scopes.some((scope) => scope.startsWith(`${audience}/`));
}
