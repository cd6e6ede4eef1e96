/** Routes as gateways see them: methods, and paths with a place for what varies. */

import type { ResolvedOperation } from '@org/jwt-core/policy';

/** A literal segment, one that varies, or all that follows: one segment or more. */
export type PathSegment = { readonly literal: string } | 'one' | 'rest';

/** What a route takes. */
export interface GatewayRoute {
  readonly methods: readonly string[];
  readonly segments: readonly PathSegment[];
}

/** A tenant that is spelled in a path as it is. */
const PLAIN = /^(?!\.{1,2}$)[A-Za-z0-9._~-]+$/u;

/** Whether a tenant can be a literal of a path. */
export function canBeSegment(tenant: string): boolean {
  return PLAIN.test(tenant);
}

/** The route of an operation; with the tenant in the place of its parameter, where it names it. */
export function gatewayRoute(
  { route = '', tenant: source }: ResolvedOperation,
  tenant: string | undefined,
): GatewayRoute {
  const [method = '', path = ''] = route.split(' ');
  const segments = path
    .slice(1)
    .split('/')
    .map((text): PathSegment => {
      if (!/^\{.*\}$/u.test(text)) return { literal: text };
      if (text.endsWith('...}')) return 'rest';
      const isTenant = source?.from === 'path' && text === `{${source.key}}` && tenant !== undefined;
      return isTenant ? { literal: tenant } : 'one';
    });
  // The engine judges HEAD as GET.
  return { methods: method === 'GET' ? ['GET', 'HEAD'] : [method], segments };
}

/** RFC 3986 `pchar` without the asterisk: what a literal may hold next to a segment that varies, in Envoy's templates. */
const TEMPLATE_LITERAL = /^[A-Za-z0-9\-._~%!$&'()+,;:@=]*$/u;

/** The paths in the syntax of one target; `undefined` where it cannot say them. `one` and `many` are its wildcards. */
export function templatesOf(
  { segments }: GatewayRoute,
  { one, many }: { readonly one: string; readonly many: string },
): { readonly exact: string } | { readonly templates: readonly string[] } | undefined {
  const literals = segments.flatMap((each) => (typeof each === 'string' ? [] : [each.literal]));
  if (literals.length === segments.length) return { exact: `/${literals.join('/')}` };
  if (!literals.every((literal) => TEMPLATE_LITERAL.test(literal))) return undefined;
  const texts = segments.map((each) => (typeof each === 'string' ? one : each.literal));
  const path = `/${texts.join('/')}`;
  // `many` is zero segments or more, after at least one.
  return { templates: segments.includes('rest') ? [path, `${path}/${many}`] : [path] };
}

/** Whether any path of it can be spelled in several ways. */
export function hasParameters({ segments }: GatewayRoute): boolean {
  return segments.some((each) => typeof each === 'string');
}
