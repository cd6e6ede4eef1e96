/** Requests as permissions of Envoy's RBAC. */

import { templatesOf, type GatewayRoute } from '../gateway/routes.js';
import type { HeaderMatcher, StringMatcher } from './metadata.js';

/** `envoy.config.rbac.v3.Permission`, as far as it is used here. */
export type Permission =
  | { readonly and_rules: { readonly rules: readonly Permission[] } }
  | { readonly or_rules: { readonly rules: readonly Permission[] } }
  | { readonly not_rule: Permission }
  | { readonly header: HeaderMatcher }
  | { readonly url_path: { readonly path: StringMatcher } }
  | {
      readonly uri_template: {
        readonly name: string;
        readonly typed_config: { readonly '@type': string; readonly path_template: string };
      };
    };

const TEMPLATE_TYPE =
  'type.googleapis.com/envoy.extensions.path.match.uri_template.v3.UriTemplateMatchConfig';
/** `path_template` of `UriTemplateMatchConfig`. */
const MAX_TEMPLATE_LENGTH = 256;

/** The requests of a route with these headers; `undefined` where Envoy cannot say them. */
export function permissionOf(
  route: GatewayRoute,
  headers: readonly (readonly [name: string, value: string])[],
): Permission | undefined {
  const paths = templatesOf(route, { one: '*', many: '**' });
  if (paths === undefined) return undefined;
  if ('templates' in paths && paths.templates.some(({ length }) => length > MAX_TEMPLATE_LENGTH))
    return undefined;
  const path: Permission =
    'exact' in paths ? { url_path: { path: { exact: paths.exact } } } : or(paths.templates.map(template));
  const method = or(route.methods.map((exact) => ({ header: { name: ':method', string_match: { exact } } })));
  const others = headers.map(([name, exact]) => ({ header: { name, string_match: { exact } } }));
  return { and_rules: { rules: [method, path, ...others] } };
}

function template(pathTemplate: string): Permission {
  return {
    uri_template: {
      name: 'envoy.path.match.uri_template.uri_template_matcher',
      typed_config: { '@type': TEMPLATE_TYPE, path_template: pathTemplate },
    },
  };
}

function or(rules: readonly Permission[]): Permission {
  const [only, ...others] = rules;
  return only !== undefined && others.length === 0 ? only : { or_rules: { rules } };
}

const HEX = '[0-9A-Fa-f]';
const CONTINUED = `%[89ABab]${HEX}`;
/** Escapes of UTF-8 (RFC 3629 §4), by the first byte. */
const UTF8 = [
  `%(?:[Cc][2-9A-Fa-f]|[Dd]${HEX})${CONTINUED}`,
  `%[Ee]0%[ABab]${HEX}${CONTINUED}`,
  `%[Ee][1-9A-CEFa-cef]${CONTINUED}${CONTINUED}`,
  `%[Ee][Dd]%[89]${HEX}${CONTINUED}`,
  `%[Ff]0%[9ABab]${HEX}${CONTINUED}${CONTINUED}`,
  `%[Ff][1-3]${CONTINUED}${CONTINUED}${CONTINUED}`,
  `%[Ff]4%8${HEX}${CONTINUED}${CONTINUED}`,
];
/**
 * Escapes of what cannot be in a path as it is, and of what may be either way. Not of a percent sign: behind a server that
 * decodes twice, it would hide anything.
 */
const ASCII = '%(?:2[0-46-9A-Ca-c]|3[AaC-Fc-f]|40|5[BDEbde]|60|7[B-Db-d])';
const ESCAPE = [ASCII, ...UTF8].join('|');

/**
 * The one spelling of a path that the engine takes: no dot segments, empty segments, encoded slashes or letters, and no
 * `;`. Other spellings match the wildcards of a template, and a service behind may read another path in them.
 */
export function canonicalPath({ takesPlus }: { readonly takesPlus: boolean }): string {
  const plus = takesPlus ? '+' : '';
  const plain = `[A-Za-z0-9_~!$&'()*,=:@\\[\\]|^${plus}-]`;
  const any = `(?:[.]|${plain}|${ESCAPE})`;
  const segment = `(?:[.]{0,2}(?:${plain}|${ESCAPE})${any}*|[.]{3}${any}*)`;
  return `/|(?:/${segment})+/?`;
}
