import { cut } from '../../io/printable.js';
import type { ResolvedPolicy } from '../model/resolved-policy.js';
import type { PolicyStamp } from './service-policy.js';

/** Of the name and of the revision: both are in every event. */
const MAX_STAMP_LENGTH = 128;

/** Which policy it is, for events. */
export function stampOf({
  model: { metadata },
  digest,
}: {
  readonly model: Pick<ResolvedPolicy, 'metadata'>;
  readonly digest: string;
}): PolicyStamp {
  const { name, revision } = metadata;
  return {
    name: cut(name, MAX_STAMP_LENGTH),
    revision: revision === undefined ? undefined : cut(revision, MAX_STAMP_LENGTH),
    digest,
  };
}
