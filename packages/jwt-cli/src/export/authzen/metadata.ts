/** The Policy Decision Point's metadata (AuthZEN Authorization API 1.0 §9). */

/** The endpoints that are served. */
export const ENDPOINTS = {
  evaluation: '/access/v1/evaluation',
  evaluations: '/access/v1/evaluations',
  metadata: '/.well-known/authzen-configuration',
} as const;

/** What a client may ask: parameters of endpoints that are not served are left out. */
export function metadataOf(origin: string): Readonly<Record<string, string>> {
  return {
    policy_decision_point: origin,
    access_evaluation_endpoint: `${origin}${ENDPOINTS.evaluation}`,
    access_evaluations_endpoint: `${origin}${ENDPOINTS.evaluations}`,
  };
}
