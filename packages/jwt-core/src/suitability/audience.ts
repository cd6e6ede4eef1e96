import { deny, inWords, quote, type Denial } from '../decision/denial.js';
import type { JsonValue } from '../json/json-value.js';
import type { IssuerPolicy } from '../policy/compile/service-policy.js';
import type { Evidence } from '../integrity/evidence.js';
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
    const { claims, entry } = evidence.token;
    const issuer = entry.policy;
    const { aud } = claims;
    if (issuer.clients !== undefined) {
      const denial = judgeClient(issuer, evidence);
      if (denial !== undefined || aud === undefined) return denial;
    }
    if (aud === undefined && issuer.audienceFrom === 'scopes') return judgeScopes(issuer, evidence.facts);
    if (aud === undefined) return deny('audience.missing', { expected: expectedOf(issuer) });
    if (issuer.audiences[0] === aud) return undefined; // nearly every token says just this
    const named = readAudience(aud);
    if (named === undefined)
      return deny('audience.malformed', { expected: expectedOf(issuer), actual: inWords(aud) });
    if (!named.some(isOurs(issuer)))
      return deny('audience.mismatch', { expected: expectedOf(issuer), actual: inWords(aud) });
    if (issuer.audienceMode === 'exclusive' && !named.every(isOurs(issuer))) {
      return deny('audience.not_exclusive', {
        expected: `${expectedOf(issuer)} alone`,
        actual: inWords(aud),
      });
    }
    return undefined;
  },
};

function isOurs({ audiences }: IssuerPolicy): (name: string) => boolean {
  return (name) => audiences.includes(name);
}

function expectedOf({ audiences }: IssuerPolicy): string {
  return `aud with ${oneOf(audiences)}`;
}

function oneOf(names: readonly string[]): string {
  return names.map(quote).join(' or ');
}

function readAudience(aud: JsonValue): readonly string[] | undefined {
  if (typeof aud === 'string') return [aud];
  if (!Array.isArray(aud)) return undefined;
  return aud.every((each): each is string => typeof each === 'string') ? aud : undefined;
}

/** Where an issuer's tokens lack `aud`, the service lists the clients whose tokens are for it. */
function judgeClient(issuer: IssuerPolicy, { token }: Evidence): Denial | undefined {
  const { audienceFrom: claim, clients } = issuer;
  const client = token.claims[claim];
  if (typeof client === 'string' && clients?.has(client) === true) return undefined;
  const expected = `${claim} with one of the clients that this service accepts`;
  if (client === undefined || client === null) return deny('audience.missing', { expected });
  return deny(typeof client === 'string' ? 'audience.mismatch' : 'audience.malformed', {
    expected,
    actual: inWords(client),
  });
}

/**
 * Cognito's access tokens name resource servers in their scopes: `https://orders.example/orders.read`. What stands
 * before the last slash is the server; a scope's own name has none.
 */
function judgeScopes(issuer: IssuerPolicy, { scopes }: TokenFacts): Denial | undefined {
  const named =
    scopes === MALFORMED ? [] : scopes.list.filter((scope) => scope.includes('/')).map(resourceServer);
  const expected = `a scope of ${oneOf(issuer.audiences)}`;
  if (!named.some(isOurs(issuer))) return deny('audience.missing', { expected });
  if (issuer.audienceMode !== 'exclusive' || named.every(isOurs(issuer))) return undefined;
  return deny('audience.not_exclusive', { expected: `${expected} alone`, actual: inWords(named) });
}

function resourceServer(scope: string): string {
  return scope.slice(0, scope.lastIndexOf('/'));
}
