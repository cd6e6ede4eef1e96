import { createIdentity, type Identity } from '../decision/identity.js';
import type { Evidence } from '../integrity/evidence.js';
import { NO_NAMES } from '../integrity/facts/names.js';
import { wellFormed } from '../integrity/facts/reading.js';
import type { RulesVerdict } from '../suitability/operation/rules-verdict.js';

/** What the application sees of an accepted token. `operation` is set by a decision that allows one. */
export function identityOf(
  { facts, token }: Evidence,
  operation: string | undefined,
  rules: RulesVerdict | undefined,
): Identity {
  const { principal } = facts;
  if (principal === undefined) {
    throw new Error('The claims check let a token pass whose principal is unknown.');
  }
  const who = rules?.allowing?.rule.who;
  return createIdentity({
    issuer: token.entry.policy.name,
    subject: wellFormed(facts.subject),
    clientId: wellFormed(facts.clientId),
    principal,
    namedIdentity: who !== undefined && 'identity' in who ? who.identity.name : undefined,
    tenant: wellFormed(facts.tenant),
    actor: wellFormed(facts.actor),
    scopes: (wellFormed(facts.scopes) ?? NO_NAMES).list,
    roles: (wellFormed(facts.roles) ?? NO_NAMES).list,
    claims: token.claims,
    operation,
  });
}
