/** What a policy may have beside the basics. An attack that needs it is left out where it is not named. */

/** Every condition, in words. */
export const ATTACK_CONDITIONS = {
  scopes: 'a rule that asks for every scope of the good token',
  roles: 'a rule that asks for every role of the good token',
  where: 'a rule with where: { department: { in: [...] }, /limits/eur: { gte: 100 } }',
  identity: 'rules for one named identity alone, told by client_id',
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
  direct: 'a verifier that is asked directly: HTTP clients and parsers do not carry such a header line',
} as const;

/** The name of a condition. */
export type AttackCondition = keyof typeof ATTACK_CONDITIONS;
