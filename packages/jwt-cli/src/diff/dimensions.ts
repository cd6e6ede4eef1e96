/** What a token can differ in, and the values that stand for all: the space in which two documents are compared. */

import { meetsConditions, type ClaimPath } from '@org/jwt-core/policy';
import { asksActor, conditionsOf, rulesFor, type Placed } from './conditions.js';
import { forBoth } from './difference.js';
import { rolesFor, scopesFor } from './grants.js';
import { partiesFor } from './parties.js';
import { setClaim, type Probe, type ProbeDraft } from './probe.js';
import { tenantPaths, tenantsFor } from './tenants.js';
import { timesFor } from './times.js';
import { unique, valuesFor, type ClaimValue } from './values.js';
import { canonical, isSame, type Case } from './worlds.js';

/** One thing that tokens differ in. */
export interface Dimension {
  /** For messages: mostly the name of a claim. */
  readonly name: string;
  /** The layer that mostly looks at it. */
  readonly layer: string;
  /** The claims that it sets. */
  readonly claims: readonly ClaimPath[];
  readonly values: readonly DimensionValue[];
}

/** One value, which can be put into a token. */
export interface DimensionValue {
  /** For the value of a claim. */
  readonly value: ClaimValue;
  readonly put: (draft: ProbeDraft) => void;
  /** Another way for a token to be good: looked for, even where the rest of a token must differ as well. */
  readonly isMode: boolean;
}

/** All dimensions of a case. */
export interface Space {
  readonly asked: Case;
  readonly dimensions: readonly Dimension[];
  readonly conditions: readonly Placed[];
  /** What is not in it, in words. */
  readonly gaps: readonly string[];
}

/** One value of each dimension, by its index. */
export type Point = readonly number[];

const OTHER_AUDIENCE = 'https://other.example';
/** What ID tokens alone have: one for all of them. */
const ONLY_IN_ID_TOKENS = 'nonce';
const TIMES = ['exp', 'iat', 'nbf'];

/** The space of a case: only what can make a difference has more than one value. */
export function spaceOf(asked: Case): Space {
  const conditions = conditionsOf(asked);
  const parties = partiesFor(asked, conditions);
  const special = [
    typeDimension(asked),
    audienceDimension(asked, conditions),
    timeDimension(asked),
    partyDimension(parties),
    ...grantDimensions(asked, conditions),
    tenantDimension(asked, conditions),
    actorDimension(asked),
  ];
  const taken = new Set([
    canonical(['iss']),
    ...special.flatMap(({ claims }) => claims.map((path) => canonical(path))),
  ]);
  const claims = claimDimensions(asked, conditions, taken);
  const aboutTime = conditions.filter(
    ({ condition: { path, matcher } }) =>
      path.length === 1 &&
      TIMES.includes(path[0] ?? '') &&
      Object.keys(matcher).some((key) => key !== 'present'),
  );
  return {
    asked,
    conditions,
    dimensions: [...special, ...claims.dimensions],
    gaps: [
      ...claims.gaps,
      ...(parties.isComplete ? [] : ['there are too many pairs of subjects and clients']),
      ...(aboutTime.length === 0 ? [] : ['it compares exp, iat or nbf with constants']),
    ],
  };
}

/** The token of a point. */
export function probeAt({ asked: { world }, dimensions }: Space, point: Point): Probe {
  const draft: ProbeDraft = {
    typ: undefined,
    claims: world.iss === undefined ? {} : { iss: world.iss },
    tenant: undefined,
  };
  dimensions.forEach(({ values }, index) => values[point[index] ?? 0]?.put(draft));
  return draft;
}

function dimension(
  name: string,
  layer: string,
  claims: readonly ClaimPath[],
  values: readonly Omit<DimensionValue, 'isMode'>[],
  isMode: (value: ClaimValue) => boolean = () => false,
): Dimension {
  return { name, layer, claims, values: values.map((each) => ({ ...each, isMode: isMode(each.value) })) };
}

function claimValues(
  path: ClaimPath,
  values: readonly ClaimValue[],
): readonly Omit<DimensionValue, 'isMode'>[] {
  return values.map((value) => ({ value, put: ({ claims }) => setClaim(claims, path, value) }));
}

function typeDimension({ world: { accepted } }: Case): Dimension {
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

function audienceDimension({ world: { accepted } }: Case, conditions: readonly Placed[]): Dimension {
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

function timeDimension(asked: Case): Dimension {
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

function partyDimension({ claims: names, values }: ReturnType<typeof partiesFor>): Dimension {
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

function grantDimensions(asked: Case, conditions: readonly Placed[]): readonly Dimension[] {
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

function tenantDimension(asked: Case, conditions: readonly Placed[]): Dimension {
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
function actorDimension({ world, operations }: Case): Dimension {
  const rules = [
    ...rulesFor(operations.old, world.accepted.old),
    ...rulesFor(operations.new, world.accepted.new),
  ];
  const isAsked = rules.some(([, rule]) => asksActor(rule));
  const isRuleless = (operations.old?.rules.length === 0) !== (operations.new?.rules.length === 0);
  const values = isAsked || isRuleless ? [undefined, { sub: 'actor-1' }] : [undefined];
  return dimension('act', 'operation.actor', [['act']], claimValues(['act'], values));
}

/** Where only the issuer's own conditions speak of a claim, and they are the same, one good value is enough. */
function claimDimensions(
  asked: Case,
  conditions: readonly Placed[],
  taken: ReadonlySet<string>,
): { readonly dimensions: readonly Dimension[]; readonly gaps: readonly string[] } {
  const { accepted } = asked.world;
  const shown = unique([accepted.old, accepted.new].flatMap((each) => each?.issuer.shownBy ?? []));
  const isIdTokenAsked =
    shown.length > 0 || [accepted.old, accepted.new].some((each) => each?.issuer.tokens === 'id');
  const paths = unique([
    ...conditions.map(({ condition }) => condition.path),
    ...shown,
    ...(isIdTokenAsked ? [[ONLY_IN_ID_TOKENS]] : []),
  ]).filter((path) => !taken.has(canonical(path)));
  const gaps: string[] = [];
  const dimensions = [...paths]
    .sort((one, other) => one.length - other.length)
    .map((path) => {
      const { values: all, isComplete } = valuesFor(matchersAt(conditions, path));
      const values = isSettled(asked, conditions, path) ? oneGood(asked, conditions, path, all) : all;
      const name = path.join('/');
      if (!isComplete) gaps.push(`${name} is compared with too many values of lists`);
      const isActor = path[0] === 'act';
      return dimension(
        name,
        isActor ? 'operation.actor' : 'operation.condition',
        [path],
        values.map((value) => ({
          value,
          put: ({ claims }: ProbeDraft) => {
            if (isActor && claims['act'] === undefined) return;
            if (isActor && path[1] === 'sub' && value === undefined && path.length === 2) return;
            setClaim(claims, path, value);
          },
        })),
      );
    });
  return { dimensions, gaps };
}

/** Whether both documents ask the same of a claim, before any rule is asked. */
function isSettled({ world: { accepted } }: Case, conditions: readonly Placed[], path: ClaimPath): boolean {
  const own = conditions.filter(({ condition }) => canonical(condition.path) === canonical(path));
  const kinds = forBoth((version) => {
    const issuer = accepted[version]?.issuer;
    return issuer && { shownBy: issuer.shownBy, tokens: issuer.tokens };
  });
  const asked = forBoth((version) =>
    own.filter((each) => each.version === version).map(({ condition: { matcher } }) => matcher),
  );
  return own.every(({ of }) => of === 'base') && isSame(kinds) && isSame(asked);
}

function oneGood(
  { world: { accepted } }: Case,
  conditions: readonly Placed[],
  path: ClaimPath,
  values: readonly ClaimValue[],
): readonly ClaimValue[] {
  const own = conditions.flatMap(({ condition }) =>
    canonical(condition.path) === canonical(path) ? [condition] : [],
  );
  const mustShow = (accepted.new ?? accepted.old)?.issuer.shownBy.some(
    (each) => canonical(each) === canonical(path),
  );
  const good = values.filter((value) => {
    if (mustShow === true && value === undefined) return false;
    const claims: ProbeDraft['claims'] = {};
    setClaim(claims, path, value);
    return meetsConditions(own, claims);
  });
  return good.length === 0 ? values : good.slice(0, 1);
}

function matchersAt(
  conditions: readonly Placed[],
  path: ClaimPath,
): readonly Placed['condition']['matcher'][] {
  return conditions
    .filter(({ condition }) => canonical(condition.path) === canonical(path))
    .map(({ condition }) => condition.matcher);
}
