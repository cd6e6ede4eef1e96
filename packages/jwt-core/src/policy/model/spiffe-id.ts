/** SPIFFE IDs (https://github.com/spiffe/spiffe/blob/main/standards/SPIFFE-ID.md §2). */

const TRUST_DOMAIN = /^[a-z0-9._-]{1,255}$/u;
const SEGMENT = /^[A-Za-z0-9._-]+$/u;
const SCHEME = 'spiffe://';
const MAX_ID_LENGTH = 2048;

/** Whether this is the name of a trust domain. */
export function isTrustDomain(text: string): boolean {
  return TRUST_DOMAIN.test(text);
}

/** The trust domain of the SPIFFE ID of a workload; `undefined` for anything else. */
export function trustDomainOf(id: string): string | undefined {
  if (!id.startsWith(SCHEME) || id.length > MAX_ID_LENGTH) return undefined;
  const [trustDomain = '', ...path] = id.slice(SCHEME.length).split('/');
  const isWorkload = path.length > 0 && path.every(isSegment);
  return isTrustDomain(trustDomain) && isWorkload ? trustDomain : undefined;
}

function isSegment(segment: string): boolean {
  return SEGMENT.test(segment) && segment !== '.' && segment !== '..';
}
