/** Conditions of a policy, without which it need not allow an edge case. */

/** Every condition with its meaning. */
export const EDGE_CASE_CONDITIONS = {
  skew: 'a clockSkew of at least 5s (5s is the default)',
  contains: 'audienceMode: contains (the default)',
  size: 'a maxTokenBytes of at least 8192 (8192 is the default)',
  oneKey: 'an issuer that publishes one key for each of its algorithms',
  subject: 'rules that do not name the subject',
  noActor: 'rules without actor',
} as const;

/** The name of a condition. */
export type EdgeCaseCondition = keyof typeof EDGE_CASE_CONDITIONS;
