/** The layers of a decision, in the order in which they decide. The only place where this order is written. */

/** Did a trusted issuer say exactly this? */
export const INTEGRITY_LAYERS = ['credential', 'format', 'issuer', 'algorithm', 'key', 'signature'] as const;

/** Is it meant for this service, tenant, moment and operation? */
export const SUITABILITY_LAYERS = [
  'type',
  'audience',
  'time',
  'claims',
  'tenant',
  'binding',
  'operation',
] as const;

/** Is it still good right now? */
export const STANDING_LAYERS = ['revocation', 'replay'] as const;

/** One layer of a decision. */
export type Layer =
  | 'policy'
  | (typeof INTEGRITY_LAYERS)[number]
  | (typeof SUITABILITY_LAYERS)[number]
  | (typeof STANDING_LAYERS)[number];

/** All of them. `policy` comes first: without a policy, nothing can be asked. */
export const LAYERS: readonly Layer[] = [
  'policy',
  ...INTEGRITY_LAYERS,
  ...SUITABILITY_LAYERS,
  ...STANDING_LAYERS,
];
