/** Compares what two policies mean: service by service, operation by operation, issuer by issuer. */

import type { Policy, ResolvedOperation, ResolvedPolicy } from '@org/jwt-core/policy';
import { createTestIssuer, type TestIssuer, type TestIssuerOptions } from '@org/jwt-testing';
import { compareAnonymous } from './anonymous.js';
import { compareCase } from './compare-case.js';
import { forBoth, type Both, type Comparison, type Difference, type Incomplete } from './difference.js';
import { Side } from './side.js';
import { compareStructure } from './structure.js';
import { worldsOf, type Case, type World } from './worlds.js';

/** How a comparison is made. */
export interface CompareOptions {
  /** Milliseconds since 1970: whole seconds of it count. */
  readonly now: number;
  /** Is told what comes next. */
  readonly progress?: (service: string, operation: string | undefined) => void;
}

/** Everything that differs. */
export async function compare(
  policies: Both<Policy>,
  { now: given, progress = () => undefined }: CompareOptions,
): Promise<Comparison> {
  if (policies.old.digest === policies.new.digest)
    return { policies, differences: [], incomplete: [], requests: 0 };
  const now = Math.floor(given / 1000) * 1000;
  const models = forBoth((version) => policies[version].model);
  const issuer = await createTestIssuer({ algs: algorithmsFor(models), clock: () => now });
  try {
    return await compareWith(policies, { issuer, now, progress });
  } finally {
    await issuer.close();
  }
}

async function compareWith(
  policies: Both<Policy>,
  { issuer, now, progress }: Required<CompareOptions> & { readonly issuer: TestIssuer },
): Promise<Comparison> {
  const tokens = new Map<string, string>();
  const [old, young] = await Promise.all([
    Side.open(policies.old, { issuer, now, tokens }),
    Side.open(policies.new, { issuer, now, tokens }),
  ]);
  const sides = { old, new: young };
  const differences: Difference[] = [...compareStructure(policies)];
  const incomplete: Incomplete[] = [];
  try {
    for (const asked of casesOf(
      forBoth((version) => policies[version].model),
      now,
    )) {
      progress(asked.service, asked.operation);
      for (const world of asked.worlds) {
        const result = await compareCase({ ...asked, world }, sides);
        differences.push(...result.differences);
        incomplete.push(
          ...result.gaps.map((reason) => ({ service: asked.service, operation: asked.operation, reason })),
        );
      }
      differences.push(...(await compareAnonymous(asked, sides)));
    }
  } finally {
    await Promise.all([old.close(), young.close()]);
  }
  return { policies, differences, incomplete, requests: old.asked + young.asked };
}

type Asked = Omit<Case, 'world'> & { readonly worlds: readonly World[] };

/** The operations of the services that both have: each that is not the same in both. */
function casesOf(models: Both<ResolvedPolicy>, now: number): readonly Asked[] {
  const services = Object.keys(models.new.services).filter((name) => models.old.services[name] !== undefined);
  return services.flatMap((service) => {
    const operations = forBoth((version) => models[version].services[service]?.operations ?? {});
    const names = [...new Set([...Object.keys(operations.new), ...Object.keys(operations.old)])];
    const worlds = worldsOf(models, service);
    const asked = (operation: string | undefined): Asked => ({
      service,
      operation,
      now,
      operations: forBoth((version) => operationOf(operations[version], operation)),
      worlds,
    });
    return names.length === 0 ? [asked(undefined)] : names.map(asked);
  });
}

function operationOf(
  operations: Readonly<Record<string, ResolvedOperation>>,
  name: string | undefined,
): ResolvedOperation | undefined {
  return name !== undefined && Object.hasOwn(operations, name) ? operations[name] : undefined;
}

/** ES256 where an issuer may use it, because it is fast; else what it may use. Those with a secret get another key. */
function algorithmsFor(models: Both<ResolvedPolicy>): NonNullable<TestIssuerOptions['algs']> {
  type Alg = NonNullable<TestIssuerOptions['algs']>[number];
  const all = [models.old, models.new].flatMap(({ issuers }) =>
    Object.values(issuers).map(({ algorithms }): Alg => {
      if (algorithms.includes('ES256')) return 'ES256';
      return algorithms.find((each): each is Alg => !each.startsWith('HS')) ?? 'ES256';
    }),
  );
  return [...new Set<Alg>(['ES256', ...all])];
}
