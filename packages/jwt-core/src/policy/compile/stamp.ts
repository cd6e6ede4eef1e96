import type { Policy } from '../policy.js';
import type { PolicyStamp } from './service-policy.js';
import { cut } from '../../io/printable.js';

/** Of the name and of the revision: both are in every event. */
export const MAX_STAMP_LENGTH = 128;

/** Which policy it is, for events. */
export function stampOf({ document, digest }: Policy): PolicyStamp {
  const { name, revision } = document.metadata;
  return {
    name: cut(name, MAX_STAMP_LENGTH),
    revision: revision === undefined ? undefined : cut(revision, MAX_STAMP_LENGTH),
    digest,
  };
}
