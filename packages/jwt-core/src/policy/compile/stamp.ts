import { cut } from '../../io/printable.js';
import type { ResolvedPolicy } from '../model/resolved-policy.js';
import type { PolicyStamp } from './service-policy.js';

/** Of the name and of the revision: both are in every event. */
const MAX_STAMP_LENGTH = 128;

/** Which policy it is, for events. Frozen: every event of the policy has this object. */
export function stampOf({
  model: { metadata },
  digest,
}: {
  readonly model: Pick<ResolvedPolicy, 'metadata'>;
  readonly digest: string;
}): PolicyStamp {
  const { name, revision } = metadata;
  return Object.freeze({
    name: cut(name, MAX_STAMP_LENGTH),
    revision: revision === undefined ? undefined : cut(revision, MAX_STAMP_LENGTH),
    digest,
  });
}
