/** All lint rules, by their id. */

import type { LintRule } from './rule.js';
import { sharedSecret } from './rules/jp002-shared-secret.js';
import { sharedAudience } from './rules/jp004-shared-audience.js';
import { severalAudiences } from './rules/jp005-several-audiences.js';
import { twoKinds } from './rules/jp006-two-kinds.js';
import { plainType } from './rules/jp007-plain-type.js';
import { sharedKeys } from './rules/jp009-shared-keys.js';
import { renameable } from './rules/jp011-renameable.js';
import { unverifiedEmail } from './rules/jp012-unverified-email.js';
import { publicWrite } from './rules/jp015-public-write.js';
import { unreachable } from './rules/jp016-unreachable.js';
import { tenantInPath } from './rules/jp017-tenant-in-path.js';
import { environments } from './rules/jp018-environments.js';
import { anyWorkload } from './rules/jp019-any-workload.js';
import { review } from './rules/jp020-review.js';
import { priorActor } from './rules/jp023-prior-actor.js';
import { bothKinds } from './rules/jp024-both-kinds.js';
import { expiredException } from './rules/jp026-expired-exception.js';
import { revision } from './rules/jp028-revision.js';
import { tokenPlace } from './rules/jp029-token-place.js';
import { actorIssuer } from './rules/jp037-actor-issuer.js';
import { subjectWithoutIssuer } from './rules/jp038-subject-without-issuer.js';
import { edDsa } from './rules/jp040-eddsa.js';
import { lacks } from './rules/jp041-lacks.js';
import { overlap } from './rules/jp042-overlap.js';
import { impossible } from './rules/jp044-impossible.js';
import { identityByIssuer } from './rules/jp045-identity-by-issuer.js';

/** See {@link LintRule}. */
export const RULES: readonly LintRule[] = [
  sharedSecret,
  sharedAudience,
  severalAudiences,
  twoKinds,
  plainType,
  sharedKeys,
  renameable,
  unverifiedEmail,
  publicWrite,
  unreachable,
  tenantInPath,
  environments,
  anyWorkload,
  review,
  priorActor,
  bothKinds,
  expiredException,
  revision,
  tokenPlace,
  actorIssuer,
  subjectWithoutIssuer,
  edDsa,
  lacks,
  overlap,
  impossible,
  identityByIssuer,
];

/** What the loader refuses already, with the id that a catalogue would give it: no waiver reaches it. */
export const REFUSED_AT_LOAD: Readonly<Record<string, string>> = {
  JP001: 'algs is missing, has *, none or an unknown name, or mixes HMAC with signatures of one key source',
  JP003: 'a service without an audience',
  JP008: 'http in iss or jwksUri; a discovery document that names keys on another host, without jwksOrigin',
  JP010:
    'a public provider (GitHub, GitLab, Google, Buildkite, …) without a claim that names your organisation',
  JP013: 'maxLifetime above 24h; without one, it is 1h',
  JP014: 'clockSkew above 60s',
  JP025: 'regular expressions, which do not exist; startsWith without a delimiter at its end',
  JP043: 'two routes that one path matches',
};

/** What needs a key that the document does not have yet, or that it can never say. */
export const NOT_CHECKED: Readonly<Record<string, string>> = {
  JP021: 'needs binding',
  JP022: 'needs stepUp',
  JP027: 'jwt-policy test says which operations have no case that is denied',
  JP030: 'where decisions are logged is said in code: audit warns of it at start',
  JP031: 'needs binding',
  JP032: 'needs revocation',
  JP033: 'needs revocation',
  JP034: 'needs the metadata of MCP servers',
  JP035: 'needs scopeImplies',
  JP036: 'needs stepUp',
  JP039: 'needs introspection',
};
