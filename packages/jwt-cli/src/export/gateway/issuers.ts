/** Which issuers a gateway can know, with their keys and the places of their tokens. */

import { createPublicKey } from 'node:crypto';
import { pointerTo } from '../../lint/pointer.js';
import { UsageError } from '../../terminal/exit-code.js';
import { acceptedIssuers, type Accepted } from '../issuers-for.js';
import type { Losses } from '../losses.js';
import type { Exported, TargetOptions } from '../target.js';
import { issOf } from './token-tests.js';

/** One exact `iss`: what gateways call a provider. */
export interface Provider {
  readonly name: string;
  readonly iss: string;
  readonly accepted: Accepted;
  readonly keys: ProviderKeys;
}

/** Keys that are here, or where they are; `discovery`: found by the issuer. */
export type ProviderKeys =
  | { readonly keys: readonly object[] }
  | { readonly jwksUri: string; readonly ca: string | undefined }
  | { readonly discovery: 'oidc'; readonly ca: string | undefined };

/** The issuers whose tokens the gateway can check. The tokens of the others are denied. */
export function gatewayIssuers(exported: Exported, target: string, losses: Losses): readonly Accepted[] {
  return acceptedIssuers(exported).filter(({ issuer, at }) => {
    const because = whyNot(issuer);
    if (because !== undefined)
      losses.add('warning', 'issuer', at, `${target} denies the tokens of ${issuer.name}: ${because}`);
    return because === undefined;
  });
}

function whyNot({ iss, audienceFrom, keys, algorithms }: Accepted['issuer']): string | undefined {
  if (iss === undefined) return 'they are selected by a trust domain, and not by iss';
  if (audienceFrom !== 'aud') return 'they name their audience in another way than by aud';
  if (keys.length > 1) return 'their keys come from several sources';
  const [key] = keys;
  if (key === undefined) return 'the policy does not say where their keys are';
  if (key.source.secret !== undefined || algorithms.every((alg) => alg.startsWith('HS'))) {
    return 'they are signed with a shared secret, which no gateway gets from here';
  }
  if (key.source.tokenFile !== undefined) return 'their keys are fetched with a token';
  return undefined;
}

/**
 * The providers of an issuer: one for each tenant of a template.
 *
 * @throws UsageError where the target cannot discover keys, and is not told where they are.
 */
export function providersOf(
  accepted: Accepted,
  { jwksUris }: TargetOptions,
  { discovers, target }: { readonly discovers: boolean; readonly target: string },
): readonly Provider[] {
  const { issuer } = accepted;
  const { name, iss = '' } = issuer;
  const tenants = iss.includes('{tenant}') ? (issuer.tenants ?? []) : [undefined];
  return tenants.map((tenant) => ({
    name: tenant === undefined ? name : `${name}-${tenant}`,
    iss: tenant === undefined ? iss : issOf(iss, tenant),
    accepted,
    keys: keysOf(accepted, jwksUris.get(name), tenant, discovers, target),
  }));
}

function keysOf(
  { issuer }: Accepted,
  given: string | undefined,
  tenant: string | undefined,
  discovers: boolean,
  target: string,
): ProviderKeys {
  const [key] = issuer.keys;
  const { jwks, file, jwksUri, discovery = 'oidc' } = key?.source ?? {};
  const ca = key?.ca;
  if (jwks !== undefined) return { keys: jwks.keys.filter(isUsable(issuer.algorithms)) };
  if (file !== undefined) return { keys: keysIn(key?.fileContent ?? '').filter(isUsable(issuer.algorithms)) };
  const known = given ?? jwksUri;
  if (known !== undefined) return { jwksUri: checked(issOf(known, tenant ?? '{tenant}')), ca };
  if (discovers && discovery === 'oidc') return { discovery, ca };
  throw new UsageError(
    `${target} cannot discover the keys of ${issuer.name}. Write --jwks-uri ${issuer.name}=https://…, with the jwks_uri of its metadata.`,
  );
}

function checked(uri: string): string {
  if (URL.canParse(uri) && /^https?:$/u.test(new URL(uri).protocol)) return uri;
  throw new UsageError(`--jwks-uri takes the URL of a JWK Set, found ${uri}.`);
}

/** A key that says for what it is, says it in the policy's words. */
function isUsable(algorithms: readonly string[]): (key: object) => boolean {
  return (key) => {
    const { alg, use }: Readonly<Partial<Record<'alg' | 'use', unknown>>> = key;
    return (alg === undefined || algorithms.some((each) => each === alg)) && (use ?? 'sig') === 'sig';
  };
}

/** A JWK Set, one JWK, or PEM. */
function keysIn(text: string): readonly object[] {
  if (!text.trimStart().startsWith('{')) return [createPublicKey(text).export({ format: 'jwk' })];
  const value: unknown = JSON.parse(text);
  if (typeof value !== 'object' || value === null) return [];
  return 'keys' in value && Array.isArray(value.keys) ? value.keys.filter(isObject) : [value];
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

/** Where a gateway takes a token from. */
export interface HeaderPlace {
  readonly name: string;
  readonly prefix: string;
}

/** The headers of a service, and whether they are all its places. */
export function headerPlaces(
  { service, at }: Exported,
  target: string,
  losses: Losses,
): { readonly places: readonly HeaderPlace[]; readonly isAll: boolean } {
  let isAll = true;
  const places = service.credentials.flatMap((place): readonly HeaderPlace[] => {
    if (place.in === 'authorization') {
      return place.schemes.map((scheme) => ({ name: 'authorization', prefix: `${scheme} ` }));
    }
    if (place.in === 'header' && place.origins === undefined) {
      return [{ name: place.name, prefix: place.scheme === undefined ? '' : `${place.scheme} ` }];
    }
    isAll = false;
    const message = `${target} takes no token from the ${place.in} ${place.name}: it does not compare the origin of a request`;
    losses.add('warning', 'credentials', `${at}${pointerTo('credentials')}`, message);
    return [];
  });
  return { places, isAll };
}
