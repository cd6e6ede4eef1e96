/** One of the two documents, with keys that tokens can be signed with: it is asked about many requests. */

import { basename, join } from 'node:path';
import { createVerifier, type Verifier } from '@org/jwt-core';
import { parsePolicy, type Policy, type PolicyDocument, type ResolvedPolicy } from '@org/jwt-core/policy';
import { policyForTesting, type TestIssuer } from '@org/jwt-testing';
import { ANY_TOKEN, askable, withRule } from './askable.js';
import type { Verdict } from './difference.js';
import type { Probe } from './probe.js';

type Alg = NonNullable<Parameters<TestIssuer['sign']>[2]>;

/** What a verifier is asked about. */
export interface Question {
  readonly service: string;
  /** `undefined`: whether the token is good for the service at all. */
  readonly operation: string | undefined;
  /** Ask this rule of the operation alone, as if it had no other. */
  readonly rule?: number | undefined;
}

/** One document. */
export class Side {
  readonly policy: Policy;
  readonly #standing: Policy;
  readonly #issuer: TestIssuer;
  readonly #now: number;
  readonly #verifiers = new Map<string, Promise<Verifier>>();
  readonly #algorithms: ReadonlyMap<string, Alg>;
  /** Tokens that were signed, by what they say. */
  readonly #tokens: Map<string, string>;
  #asked = 0;

  private constructor(
    policy: Policy,
    standing: Policy,
    { issuer, now, tokens }: { issuer: TestIssuer; now: number; tokens: Map<string, string> },
  ) {
    this.policy = policy;
    this.#standing = standing;
    this.#issuer = issuer;
    this.#now = now;
    this.#tokens = tokens;
    this.#algorithms = algorithmsOf(standing.model);
  }

  /** Keys and the places of credentials are replaced: what they are is compared without tokens. */
  static async open(
    policy: Policy,
    using: { readonly issuer: TestIssuer; readonly now: number; readonly tokens: Map<string, string> },
  ): Promise<Side> {
    const { policy: withKeys } = await policyForTesting(policy, using.issuer);
    return new Side(policy, await parsed(askable(withKeys.document), withKeys), using);
  }

  get model(): ResolvedPolicy {
    return this.policy.model;
  }

  /** How many requests it was asked about. */
  get asked(): number {
    return this.#asked;
  }

  /** What the document says of a token, or (`undefined`) of a request without one. */
  async verdict(probe: Probe | undefined, { service, operation, rule }: Question): Promise<Verdict> {
    this.#asked += 1;
    const verifier = await this.#verifier(service, rule);
    const { tenant } = this.#standing.model.services[service]?.operations[operation ?? ''] ?? {};
    const named = probe?.tenant;
    const headers = probe === undefined ? [] : ['authorization', `Bearer ${this.#sign(probe)}`];
    if (named !== undefined && tenant?.from === 'header') headers.push(tenant.key, named);
    if (named !== undefined && tenant?.from === 'host')
      headers.push('host', hostWith(named, Number(tenant.key)));
    const params = named !== undefined && tenant?.from === 'path' ? { [tenant.key]: named } : {};
    const {
      outcome,
      code,
      rule: allowing,
      verdicts,
    } = await verifier.explain(
      { method: 'GET', target: '/', rawHeaders: headers, params },
      { operation: operation ?? ANY_TOKEN },
    );
    const failed = verdicts.find((each) => each.verdict === 'failed' && each.code === code);
    const { expected, actual } = failed?.verdict === 'failed' ? failed : {};
    return { outcome, code, rule: allowing, expected, actual };
  }

  async close(): Promise<void> {
    for (const verifier of this.#verifiers.values()) await (await verifier).close();
  }

  /** An issuer's algorithm is its own document's; what a token says is the same for both. */
  #sign({ typ, claims }: Probe): string {
    const selected = typeof claims['iss'] === 'string' ? claims['iss'] : trustDomainIn(claims['sub']);
    const alg = this.#algorithms.get(selected) ?? this.#algorithms.values().next().value ?? 'ES256';
    const text = JSON.stringify([alg, typ, claims]);
    const known = this.#tokens.get(text);
    if (known !== undefined) return known;
    const { kid } = this.#issuer.header(alg);
    const token = this.#issuer.sign({ alg, kid, ...(typ !== undefined && { typ }) }, claims, alg);
    this.#tokens.set(text, token);
    return token;
  }

  #verifier(service: string, rule: number | undefined): Promise<Verifier> {
    const key = JSON.stringify([service, rule]);
    const known = this.#verifiers.get(key);
    if (known !== undefined) return known;
    const verifier = this.#open(service, rule);
    this.#verifiers.set(key, verifier);
    return verifier;
  }

  async #open(service: string, rule: number | undefined): Promise<Verifier> {
    const { document } = this.#standing;
    const policy =
      rule === undefined ? this.#standing : await parsed(withRule(document, rule), this.#standing);
    return createVerifier({ policy, service, clock: () => this.#now });
  }
}

async function parsed(document: PolicyDocument, { directory, file }: Policy): Promise<Policy> {
  const place = directory === undefined ? { location: file } : { file: join(directory, basename(file)) };
  return parsePolicy(JSON.stringify(document), place);
}

function algorithmsOf({ issuers }: ResolvedPolicy): ReadonlyMap<string, Alg> {
  return new Map(
    Object.values(issuers).flatMap(({ iss, trustDomain, tenants, algorithms: [algorithm] }) => {
      if (algorithm === undefined || algorithm.startsWith('HS')) return [];
      const alg = algorithm as Alg;
      if (iss === undefined) return [[`spiffe://${trustDomain ?? ''}`, alg] as const];
      if (!iss.includes('{tenant}')) return [[iss, alg] as const];
      return (tenants ?? []).map((tenant) => [iss.replaceAll('{tenant}', tenant), alg] as const);
    }),
  );
}

function trustDomainIn(sub: unknown): string {
  return typeof sub === 'string' ? sub.split('/').slice(0, 3).join('/') : '';
}

function hostWith(tenant: string, index: number): string {
  const labels = ['test', 'example', 'test'];
  return [...labels.slice(0, index), tenant, ...labels.slice(index)].join('.');
}
