/** What a token can differ in, and the values that stand for all: the space in which two documents are compared. */

import { claimDimensions } from './claim-dimensions.js';
import { conditionsOf, type Placed } from './conditions.js';
import type { Dimension } from './dimension.js';
import { partiesFor } from './parties.js';
import type { Probe, ProbeDraft } from './probe.js';
import {
  actorDimension,
  audienceDimension,
  grantDimensions,
  partyDimension,
  tenantDimension,
  timeDimension,
  typeDimension,
} from './token-dimensions.js';
import { canonical, type Case } from './worlds.js';

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
