/** The engine and the exported configurations of one service, which answer the same requests. */

import { createVerifier, type Policy } from '@org/jwt-core';
import { toEnvoy } from '../../src/export/envoy/envoy.js';
import { toIstio } from '../../src/export/istio/istio.js';
import { Losses, type Loss, type LossName } from '../../src/export/losses.js';
import { chosenService, type TargetOptions } from '../../src/export/target.js';
import { envoyAllows, readEnvoy } from './envoy.js';
import { istioAllows, readIstio } from './istio.js';
import type { Variation } from './variations.js';

/** The gateways. */
export const GATEWAYS = ['envoy', 'istio'] as const;
/** See {@link GATEWAYS}. */
export type Gateway = (typeof GATEWAYS)[number];

/** A request about which the two do not agree. */
export interface Difference extends Variation {
  readonly gateway: Gateway;
  readonly kind: 'looser' | 'stricter';
  readonly operation: string;
  readonly code: string | undefined;
}

/** What one service answers. */
export interface SideBySide extends AsyncDisposable {
  readonly losses: Readonly<Record<Gateway, readonly Loss[]>>;
  /** How many requests each allowed. */
  readonly allowed: Record<'engine' | Gateway, number>;
  /** The differences that no loss explains. */
  readonly differences: (operation: string, variation: Variation) => Promise<readonly Difference[]>;
}

const OPTIONS: TargetOptions = {
  jwksUris: new Map(),
  selector: new Map([['app', 'test']]),
  namespace: undefined,
};

/** Exports the policy of a service, and asks both. `now` in seconds. */
export async function sideBySide(policy: Policy, service: string, now: number): Promise<SideBySide> {
  const exported = chosenService(policy, service);
  const collected = { envoy: new Losses(), istio: new Losses() };
  const envoy = readEnvoy(toEnvoy(exported, collected.envoy, OPTIONS));
  const istio = readIstio(toIstio(exported, collected.istio, OPTIONS));
  const losses = { envoy: collected.envoy.sorted(policy), istio: collected.istio.sorted(policy) };
  const verifier = await createVerifier({ policy, service, clock: () => now * 1000 });
  const allowed = { engine: 0, envoy: 0, istio: 0 };
  return {
    losses,
    allowed,
    [Symbol.asyncDispose]: () => verifier.close(),
    differences: async (operation, variation) => {
      const { request } = variation;
      const { method, target, headers } = request;
      const decision = await verifier.decide({ method, target, rawHeaders: headers.flat() });
      const code = decision.outcome === 'deny' ? decision.code : undefined;
      const verdicts = {
        envoy: envoyAllows(envoy, request, now),
        istio: istioAllows(istio, request, now),
      };
      if (code === undefined) allowed.engine += 1;
      const isPublic = exported.service.operations[operation]?.auth === 'public';
      return GATEWAYS.flatMap((gateway): readonly Difference[] => {
        if (verdicts[gateway]) allowed[gateway] += 1;
        if (verdicts[gateway] === (code === undefined)) return [];
        const kind = verdicts[gateway] ? 'looser' : 'stricter';
        const because = losses[gateway].some((loss) => explains(loss, kind, variation.lost, isPublic));
        return because ? [] : [{ ...variation, gateway, kind, operation, code }];
      });
    },
  };
}

/** Looser: one of the losses that this variation is about is an error. Stricter: there is a warning. */
function explains(
  { severity, name }: Loss,
  kind: Difference['kind'],
  lost: readonly LossName[],
  isPublic: boolean,
): boolean {
  if (kind === 'looser') return severity === 'error' && lost.includes(name);
  return severity === 'warning' && (name !== 'public-token' || isPublic);
}

/** One line for each, for a test that fails. */
export function inWords(differences: readonly Difference[]): readonly string[] {
  return differences.map(
    ({ gateway, kind, operation, title, code, request: { method, target } }) =>
      `${gateway} is ${kind}: ${operation}, ${title} (${code ?? 'allowed'}), ${method} ${target}`,
  );
}
