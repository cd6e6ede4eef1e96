/** Conditions of a policy. An attack that needs a condition is left out when the target does not name it. */

/** Every condition with its meaning. */
export const ATTACK_CONDITIONS = {
  scopes: 'a rule that requires every scope of the good token',
  roles: 'a rule that requires every role of the good token',
  roleNames:
    'a rule that requires every role of the good token, from an issuer whose roles are names (the default)',
  where: 'a rule with where: { department: { in: [...] }, /limits/eur: { gte: 100 } }',
  identity: 'rules for one named identity alone, identified by client_id',
  noActor: 'rules without actor',
  actor: 'a rule with actor: { sub: { equals: ... } }',
  tenant: 'an issuer with tenant: tenant_id, and an operation with tenantFrom',
  auto: 'an issuer with principal: auto (the default)',
  exclusive: 'audienceMode: exclusive',
  maxAge: 'a maxAge of at most 10m',
  skew: 'a clockSkew of at least 5s (the default)',
  noMaxAge: 'no maxAge, and a maxLifetime of at most a day',
  oneKey: 'an issuer that publishes one key for each of its algorithms',
  partner:
    'a second issuer that the policy accepts, as the partner of the material, with keys of the same kind',
  direct: 'a verifier that is called directly: HTTP clients and parsers do not transmit such a header line',
} as const;

/** The name of a condition. */
export type AttackCondition = keyof typeof ATTACK_CONDITIONS;
