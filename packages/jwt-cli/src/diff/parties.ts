/** Who a token speaks of: subject, client and what marks a program, together, because documents compare them. */

import type { ClaimPath } from '@org/jwt-core/policy';
import type { Placed } from './conditions.js';
import { isSame, type Accepted, type Case } from './worlds.js';
import { forBoth } from './difference.js';
import { unique, valuesFor, type ClaimValue } from './values.js';

/** Claims by name; `undefined`: absent. */
export type Party = Readonly<Record<string, ClaimValue>>;

const PERSON = 'user-1';
const CLIENT = 'client-1';
/** One claim that no person's token has, whatever the provider. */
const MARK = 'clientHost';
/** More parties are not tried. */
const MAX_PARTIES = 400;

/** All of them, and whether each party is like one of them. */
export interface Parties {
  readonly claims: readonly string[];
  readonly values: readonly Party[];
  readonly isComplete: boolean;
}

/** A person and a program, and each subject and client that the documents name. */
export function partiesFor({ world }: Case, conditions: readonly Placed[]): Parties {
  const accepted = [world.accepted.old, world.accepted.new].filter((each) => each !== undefined);
  const clients = unique(accepted.flatMap(clientClaimsOf));
  const subjects = unique([
    ...accepted.map(({ issuer }) =>
      issuer.trustDomain === undefined ? PERSON : `spiffe://${issuer.trustDomain}/test`,
    ),
    ...named(conditions, 'sub'),
    undefined,
  ]);
  const ofClients = clients.map((claim) =>
    unique([
      ...accepted.flatMap(({ acceptance, issuer }) =>
        issuer.audienceFrom === claim ? (acceptance.clients ?? []) : [],
      ),
      CLIENT,
      ...named(conditions, claim),
      undefined,
      // A wrong type is refused only by a document that reads this claim.
      ...(clients.length > 1 ? [7] : []),
    ]),
  );
  const pairs: Party[] = [];
  for (const sub of subjects) {
    for (const values of product(ofClients)) {
      pairs.push({ sub, ...Object.fromEntries(clients.map((claim, index) => [claim, values[index]])) });
    }
  }
  for (const one of unique([...subjects, ...ofClients.flat()])) {
    if (typeof one === 'string') pairs.push(...equalIn(one, clients));
  }
  const all = unique(
    isMarkAsked(world.accepted) ? pairs.flatMap((pair) => [pair, { ...pair, [MARK]: '10.0.0.1' }]) : pairs,
  );
  return {
    claims: ['sub', ...clients, MARK],
    values: all.slice(0, MAX_PARTIES),
    isComplete: all.length <= MAX_PARTIES,
  };
}

function clientClaimsOf({ issuer: { clientClaim, audienceFrom } }: Accepted): readonly string[] {
  return audienceFrom === 'aud' || audienceFrom === 'scopes' ? [clientClaim] : [clientClaim, audienceFrom];
}

/** A client that acts for itself (RFC 9068 §5): by each claim alone, and by all. */
function equalIn(sub: string, clients: readonly string[]): readonly Party[] {
  const others = (own: string): Party =>
    Object.fromEntries(clients.map((claim) => [claim, claim === own ? sub : CLIENT]));
  return [
    ...clients.map((claim) => ({ sub, ...others(claim) })),
    { sub, ...Object.fromEntries(clients.map((claim) => [claim, sub])) },
  ];
}

function named(conditions: readonly Placed[], claim: string): readonly ClaimValue[] {
  const matchers = conditions.filter(({ condition: { path } }) => isClaim(path, claim));
  if (matchers.length === 0) return [];
  const { values } = valuesFor(matchers.map(({ condition: { matcher } }) => matcher));
  return values.filter((value) => value === undefined || typeof value === 'string');
}

function isClaim(path: ClaimPath, claim: string): boolean {
  return path.length === 1 && path[0] === claim;
}

function isMarkAsked(accepted: Case['world']['accepted']): boolean {
  const principals = forBoth((version) => accepted[version]?.issuer.principal);
  return principals.old === 'marked' || principals.new === 'marked' || !isSame(principals);
}

function product<Item>(lists: readonly (readonly Item[])[]): readonly (readonly Item[])[] {
  return lists.reduce<readonly (readonly Item[])[]>(
    (all, list) => all.flatMap((start) => list.map((item) => [...start, item])),
    [[]],
  );
}
