import type { Policy } from '../policy/parse.js';
import type { PolicyStamp } from '../policy/service-policy.js';

/** Which policy it is, for events. */
export function stampOf({ document, digest }: Policy): PolicyStamp {
  const { name, revision } = document.metadata;
  return { name, revision, digest };
}
