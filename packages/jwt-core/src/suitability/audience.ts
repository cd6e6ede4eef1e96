import { deny, inWords, quote, type Denial } from '../decision/denial.js';
import type { JsonValue } from '../json/json-value.js';
import type { IssuerPolicy } from '../policy/compile/service-policy.js';
import type { TokenFacts } from '../integrity/facts/facts.js';
import type { Check } from './question.js';
import { MALFORMED } from '../integrity/facts/reading.js';

/**
 * Is the token meant for this service? RFC 7519 §4.1.3, RFC 8725 §3.9.
 * Without this check a token for any sibling opens every door of the fleet.
 */
export const audience: Check = {
  layer: 'audience',
  check({ evidence }) {
    const { facts, token } = evidence;
    const { claims, entry } = token;
    const issuer = entry.policy;
    const { aud } = claims;
    if (aud === undefined && issuer.audienceFrom === 'scope') return judgeScopes(issuer, facts);
    if (aud === undefined) return deny('audience.missing', { expected: expectedOf(issuer) });
    if (aud === issuer.audience) return undefined; // nearly every token says just this
    const named = readAudience(aud);
    if (named === undefined)
      return deny('audience.malformed', { expected: expectedOf(issuer), actual: inWords(aud) });
    if (!named.includes(issuer.audience))
      return deny('audience.mismatch', { expected: expectedOf(issuer), actual: inWords(aud) });
    if (issuer.audienceMode === 'exclusive' && named.some((each) => each !== issuer.audience)) {
      return deny('audience.not_exclusive', {
        expected: `${expectedOf(issuer)} alone`,
        actual: inWords(aud),
      });
    }
    return undefined;
  },
};

function expectedOf({ audience: wanted }: IssuerPolicy): string {
  return `aud with ${quote(wanted)}`;
}

function readAudience(aud: JsonValue): readonly string[] | undefined {
  if (typeof aud === 'string') return [aud];
  if (!Array.isArray(aud)) return undefined;
  return aud.every((each): each is string => typeof each === 'string') ? aud : undefined;
}

/**
 * Cognito's access tokens name resource servers in their scopes: `https://orders.example/orders.read`. What stands
 * before the last slash is the server; a scope's own name has none.
 */
function judgeScopes({ audience, audienceMode }: IssuerPolicy, { scopes }: TokenFacts): Denial | undefined {
  const named =
    scopes === MALFORMED ? [] : scopes.list.filter((scope) => scope.includes('/')).map(resourceServer);
  if (named.includes(audience) && (audienceMode !== 'exclusive' || named.every((each) => each === audience)))
    return undefined;
  const expected = `a scope of ${quote(audience)}`;
  if (!named.includes(audience)) return deny('audience.missing', { expected });
  return deny('audience.not_exclusive', { expected: `${expected} alone`, actual: inWords(named) });
}

function resourceServer(scope: string): string {
  return scope.slice(0, scope.lastIndexOf('/'));
}
