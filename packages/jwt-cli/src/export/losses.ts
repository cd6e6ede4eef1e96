/** What a target cannot say: each loss has a stable name, a severity, and the place in the policy that says it. */

import type { Policy } from '@org/jwt-core/policy';
import { UsageError } from '../terminal/exit-code.js';
import { count, listed } from '../terminal/words.js';

/**
 * `error`: the target lets something pass that the policy denies. `warning`: it denies something that the policy allows.
 * `hint`: the verdict is the same for what the policy says, and something around it differs.
 */
export type LossSeverity = 'error' | 'warning' | 'hint';

/** Every loss, with what it is about. The names are stable: scripts accept losses by them. */
export const LOSSES = {
  typ: 'the typ header',
  algs: 'the algorithms of an issuer',
  'max-lifetime': 'how long a token may live, and that it has iat and exp',
  'max-age': 'how long ago a token may have been issued',
  'clock-skew': 'how far clocks may differ',
  'audience-mode': 'that a token names no other audience',
  impersonal: 'that the token of a program never passes as that of a person',
  principal: 'whether the token is that of a person or of a program',
  actor: 'that no actor is behind the subject, or which one',
  binding: 'that a token bound to a key (cnf) is not taken as a plain one',
  'absent-claim': 'that a claim is not there',
  'claim-forms': 'whether a claim is a string or a list',
  condition: 'a condition on a claim',
  scopes: 'scopes in some forms of their claim',
  roles: 'roles in some forms of their claim',
  tenant: 'the tenant of the request',
  'path-spelling': 'other spellings of a path',
  route: 'an operation without a route, or with one that the target cannot say',
  method: 'a method that the target does not know',
  'rest-parameter': 'a parameter that takes several segments',
  issuer: 'an issuer as a whole',
  keys: 'where keys may come from',
  credentials: 'a place from which tokens are taken',
  shadow: 'that the rules of an operation are not enforced yet',
  'public-token': 'a request with a bad token for a public operation',
  answers: 'how denials and outages are answered',
  'strict-reading': 'how strictly tokens and requests are read',
  audiences: 'other names of the service',
  rules: 'what rules ask for besides scopes',
} as const;

/** See {@link LOSSES}. */
export type LossName = keyof typeof LOSSES;

/** One thing that the target cannot say. */
export interface Loss {
  readonly name: LossName;
  readonly severity: LossSeverity;
  /** What the target does instead. */
  readonly message: string;
  /** A JSON Pointer (RFC 6901) to what is lost. */
  readonly at: string;
}

/** Collects losses: each once for a place. */
export class Losses {
  readonly #all = new Map<string, Loss>();

  add(severity: LossSeverity, name: LossName, at: string, message: string): void {
    this.#all.set(`${name} ${at} ${message}`, { name, severity, message, at });
  }

  /** The worst first, then in the order of the policy's text. */
  sorted(policy: Policy): readonly Loss[] {
    const line = ({ at }: Loss): number => policy.locate(at)?.line ?? 0;
    return [...this.#all.values()].sort(
      (one, other) => RANK[one.severity] - RANK[other.severity] || line(one) - line(other),
    );
  }
}

const RANK: Readonly<Record<LossSeverity, number>> = { error: 0, warning: 1, hint: 2 };

/** `error typ: Istio does not check the typ header (policy.yaml:15)`. */
export function lossInWords({ name, severity, message, at }: Loss, policy: Policy): string {
  const line = policy.locate(at)?.line;
  const place = line === undefined ? at : `${policy.file}:${String(line)}`;
  return `${severity} ${name}: ${message} (${place})`;
}

/**
 * Reads `--accept-loss`.
 *
 * @throws UsageError for a name that no loss has.
 */
export function acceptedLosses(names: readonly string[]): ReadonlySet<LossName> {
  return new Set(names.map(lossNamed));
}

function lossNamed(name: string): LossName {
  if (Object.hasOwn(LOSSES, name)) return name as LossName;
  throw new UsageError(`There is no loss ${name}: there are ${listed(Object.keys(LOSSES))}.`);
}

/** Why nothing is written; `undefined` where every error is accepted. */
export function refusal(losses: readonly Loss[], accepted: ReadonlySet<LossName>): string | undefined {
  const missing = losses.filter(({ severity, name }) => severity === 'error' && !accepted.has(name));
  if (missing.length === 0) return undefined;
  const flags = [...new Set(missing.map(({ name }) => `--accept-loss ${name}`))].join(' ');
  return (
    `Nothing was written: the target would be less strict than the policy, in ${count(missing.length, 'place')}. ` +
    `Where the service behind it checks these itself, write ${flags}.`
  );
}
