/** The issuers of a service as tokens name them: by `iss`, or by a trust domain. Their names in the documents may differ. */

import type {
  ResolvedAcceptance,
  ResolvedIssuer,
  ResolvedOperation,
  ResolvedPolicy,
  ResolvedService,
} from '@org/jwt-core/policy';
import { forBoth, type Both } from './difference.js';

/** An issuer that one document accepts for a service. */
export interface Accepted {
  readonly issuer: ResolvedIssuer;
  readonly acceptance: ResolvedAcceptance;
  readonly service: ResolvedService;
}

/** The tokens of one `iss`: `undefined` where a document accepts none of them. */
export interface World {
  /** `undefined`: its tokens have none, and are selected by the trust domain of `sub`. */
  readonly iss: string | undefined;
  /** Of an `iss` that is one tenant's. */
  readonly tenant: string | undefined;
  readonly accepted: Both<Accepted | undefined>;
}

/** Of the tenants that both, or just one, of the documents have: at most this many are asked about. */
const TENANTS_EACH = 2;

/** All worlds of a service. Of an issuer with many tenants, some that both and some that only one of the documents has. */
export function worldsOf(models: Both<ResolvedPolicy>, service: string): readonly World[] {
  const entries = forBoth((version) => entriesOf(models[version], service));
  const names = new Set([...entries.old.keys(), ...entries.new.keys()]);
  const served = forBoth((version) => new Set(models[version].services[service]?.tenants));
  const written = new Set([...textsIn(models.old, service), ...textsIn(models.new, service)]);
  const perKind = new Map<string, number>();
  return Array.from(names, (name): World => {
    const [old, young] = [entries.old.get(name), entries.new.get(name)];
    const { iss, tenant } = young ?? old ?? { iss: name, tenant: undefined };
    return { iss, tenant, accepted: { old: old?.accepted, new: young?.accepted } };
  }).filter(({ tenant, accepted }) => {
    if (tenant === undefined) return true;
    const kind = JSON.stringify([
      ...[accepted.old?.issuer.name, accepted.new?.issuer.name],
      ...[served.old.has(tenant), served.new.has(tenant)],
    ]);
    const seen = perKind.get(kind) ?? 0;
    perKind.set(kind, seen + 1);
    return seen < TENANTS_EACH || written.has(tenant);
  });
}

/** What claims are compared with: a tenant that is among it may be treated as no other is. */
function textsIn({ issuers, services }: ResolvedPolicy, service: string): readonly string[] {
  const rules = Object.values(services[service]?.operations ?? {}).flatMap((operation) => operation.rules);
  const required = Object.values(issuers).flatMap(({ require, principal }) => [require, principal]);
  const texts: string[] = [];
  JSON.stringify([rules, required], (_key, value: unknown) => {
    if (typeof value === 'string') texts.push(value);
    return value;
  });
  return texts;
}

interface Entry {
  readonly iss: string | undefined;
  readonly tenant: string | undefined;
  readonly accepted: Accepted;
}

function entriesOf({ issuers, services }: ResolvedPolicy, name: string): ReadonlyMap<string, Entry> {
  const service = services[name];
  const entries = new Map<string, Entry>();
  for (const acceptance of service?.accept ?? []) {
    const issuer = issuers[acceptance.issuer];
    if (issuer === undefined || service === undefined) continue;
    const accepted = { issuer, acceptance, service };
    const { iss, trustDomain = '', tenants = [] } = issuer;
    if (iss === undefined) {
      entries.set(`spiffe://${trustDomain}`, { iss, tenant: undefined, accepted });
    } else if (iss.includes('{tenant}')) {
      for (const tenant of tenants) {
        const own = iss.replaceAll('{tenant}', tenant);
        entries.set(own, { iss: own, tenant, accepted });
      }
    } else entries.set(iss, { iss, tenant: undefined, accepted });
  }
  return entries;
}

/** One operation of both documents, in one world. */
export interface Case {
  readonly service: string;
  /** `undefined`: the service itself, where it has no operations. */
  readonly operation: string | undefined;
  readonly world: World;
  readonly operations: Both<ResolvedOperation | undefined>;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/** Text that is equal for two values of the same meaning, whatever the order of their members. */
export function canonical(value: unknown): string {
  const [text = ''] = [JSON.stringify(value, sorted) as string | undefined];
  return text;
}

function sorted(_key: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1)));
}

/** Whether something is the same in both. */
export function isSame<Value>(both: Both<Value>): boolean {
  return canonical(both.old) === canonical(both.new);
}
