/** The policy with one issuer alone, and a service that accepts it: to ask for its keys as a service would. */

import { basename, join } from 'node:path';
import { parsePolicy, type Policy } from '@org/jwt-core';
import type { AcceptedIssuer, PolicyDocument, ServiceDocument } from '@org/jwt-core/policy';

/** What is asked, and what is left out of it. */
export interface IssuerAlone {
  readonly policy: Policy;
  readonly service: string;
  /** How many tenants are not asked: a policy may have ten thousand. */
  readonly leftOut: number;
}

/** Where no service accepts the issuer. */
const NO_SERVICE = 'urn:jwt-policy:keys';

/** At most this many tenants of an issuer are asked. */
const MAX_TENANTS = 20;

/** @throws PolicyError where no service accepts the issuer, and none can without more being said. */
export async function issuerAlone(
  { document, directory, file, model }: Policy,
  issuer: string,
): Promise<IssuerAlone> {
  const { apiVersion, kind, metadata, defaults, issuers } = document;
  const own = issuers[issuer];
  const tenants = model.issuers[issuer]?.tenants ?? [];
  const leftOut = Math.max(0, tenants.length - MAX_TENANTS);
  const few = leftOut === 0 ? own : { ...own, tenants: tenants.slice(0, MAX_TENANTS) };
  const [service, resolved] = acceptingService(document, issuer);
  const text = JSON.stringify({
    ...{ apiVersion, kind, metadata, defaults },
    issuers: { [issuer]: few },
    services: { [service]: resolved },
  });
  const place = directory === undefined ? { location: file } : { file: join(directory, basename(file)) };
  return { policy: await parsePolicy(text, place), service, leftOut };
}

/** The first, with nothing but what it says of the issuer: its operations may name others. */
function acceptingService({ services }: PolicyDocument, issuer: string): readonly [string, ServiceDocument] {
  for (const [name, { audience, accept }] of Object.entries(services)) {
    const entry = accept.find((each) => nameOf(each) === issuer);
    if (entry !== undefined) return [name, { audience, accept: [entry] }];
  }
  return ['keys', { audience: NO_SERVICE, accept: [issuer] }];
}

function nameOf(accepted: string | AcceptedIssuer): string {
  return typeof accepted === 'string' ? accepted : accepted.issuer;
}
