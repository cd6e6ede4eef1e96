/** What every token has: a type, an audience, times, a subject, grants, a tenant and perhaps an actor. */

import { asksActor, rulesFor, type Placed } from './conditions.js';
import { forBoth } from './difference.js';
import { claimValues, dimension, matchersAt, type Dimension } from './dimension.js';
import { rolesFor, scopesFor } from './grants.js';
import type { Parties } from './parties.js';
import { setClaim, type ProbeDraft } from './probe.js';
import { tenantPaths, tenantsFor } from './tenants.js';
import { timesFor } from './times.js';
import { unique, valuesFor, type ClaimValue } from './values.js';
import { isSame, type Case } from './worlds.js';

const OTHER_AUDIENCE = 'https://other.example';

/** The header's `typ`: all that one of the documents takes, and one that none does. */
export function typeDimension({ world: { accepted } }: Case): Dimension {
  const known = forBoth((version) => {
    const issuer = accepted[version]?.issuer;
    return issuer && { types: issuer.types, isOptional: issuer.typeOptional, shownBy: issuer.shownBy };
  });
  const issuers = [known.old, known.new].filter((each) => each !== undefined);
  const types = unique(
    issuers.flatMap((each) => [...each.types, ...(each.isOptional ? ['JWT', undefined] : [])]),
  );
  const values = isSame(known) ? types.slice(0, 1) : unique([...types, undefined, 'other+jwt']);
  const put = values.map((typ) => ({
    value: typ,
    put: (draft: ProbeDraft) => {
      draft.typ = typ;
    },
  }));
  return dimension('typ', 'type', [], put, () => true);
}

/** `aud`: each audience alone, with another, and none. */
export function audienceDimension({ world: { accepted } }: Case, conditions: readonly Placed[]): Dimension {
  const known = forBoth((version) => {
    const each = accepted[version];
    return (
      each && {
        audiences: each.acceptance.audiences,
        mode: each.acceptance.audienceMode,
        from: each.issuer.audienceFrom,
      }
    );
  });
  const each = [known.old, known.new].filter((one) => one !== undefined);
  const audiences = unique(each.flatMap((one) => one.audiences));
  const written = matchersAt(conditions, ['aud']);
  const isEqual = isSame(known) && written.length === 0;
  const all = [
    ...audiences,
    OTHER_AUDIENCE,
    ...audiences.flatMap((one) => [[one, OTHER_AUDIENCE], ...audiences.map((other) => [one, other])]),
    undefined,
    ...(written.length === 0 ? [] : valuesFor(written).values),
  ];
  const common = audiences.filter((one) => each.every((other) => other.audiences.includes(one)));
  const values = isEqual ? audiences.slice(0, 1) : unique([...common, ...all]);
  return dimension(
    'aud',
    'audience',
    [['aud']],
    claimValues(['aud'], values),
    (value) => value === undefined,
  );
}

/** The times, together: one limits the other. */
export function timeDimension(asked: Case): Dimension {
  const values = timesFor(asked).map(({ iat, exp, nbf }) => ({
    value: {
      ...(iat !== undefined && { iat }),
      ...(exp !== undefined && { exp }),
      ...(nbf !== undefined && { nbf }),
    },
    put: ({ claims }: ProbeDraft) => {
      setClaim(claims, ['iat'], iat);
      setClaim(claims, ['exp'], exp);
      setClaim(claims, ['nbf'], nbf);
    },
  }));
  return dimension('times', 'time', [['iat'], ['exp'], ['nbf']], values);
}

/** Subject, client and mark, together. */
export function partyDimension({ claims: names, values }: Parties): Dimension {
  const parties = values.map((party) => ({
    value: JSON.parse(JSON.stringify(party)) as ClaimValue,
    put: ({ claims }: ProbeDraft) => {
      for (const name of names) setClaim(claims, [name], party[name]);
    },
  }));
  return dimension(
    'sub',
    'claims',
    names.map((name) => [name]),
    parties,
  );
}

/** Scopes and roles, and what conditions say of the same claims. */
export function grantDimensions(asked: Case, conditions: readonly Placed[]): readonly Dimension[] {
  const grants = [
    ...scopesFor(asked).map((each) => ({ ...each, layer: 'operation.scope' })),
    ...rolesFor(asked).map((each) => ({ ...each, layer: 'operation.role' })),
  ];
  return grants.map(({ path, values, layer }) => {
    const written = matchersAt(conditions, path);
    const all = unique([...values, ...(written.length === 0 ? [] : valuesFor(written).values)]);
    return dimension(path.join('/'), layer, [path], claimValues(path, all));
  });
}

/** The token's tenant and the request's, together. */
export function tenantDimension(asked: Case, conditions: readonly Placed[]): Dimension {
  const pairs = tenantsFor(asked, conditions).map(({ claims, asked: named }) => ({
    value: JSON.parse(JSON.stringify({ token: claims[0]?.[1], request: named })) as ClaimValue,
    put: (draft: ProbeDraft) => {
      for (const [path, value] of claims) setClaim(draft.claims, path, value);
      draft.tenant = named;
    },
  }));
  return dimension('tenant', 'tenant', tenantPaths(asked), pairs);
}

/** Conditions on the actor are dimensions of their own. */
export function actorDimension({ world, operations }: Case): Dimension {
  const rules = [
    ...rulesFor(operations.old, world.accepted.old),
    ...rulesFor(operations.new, world.accepted.new),
  ];
  const isAsked = rules.some(([, rule]) => asksActor(rule));
  const isRuleless = (operations.old?.rules.length === 0) !== (operations.new?.rules.length === 0);
  const values = isAsked || isRuleless ? [undefined, { sub: 'actor-1' }] : [undefined];
  return dimension('act', 'operation.actor', [['act']], claimValues(['act'], values));
}
