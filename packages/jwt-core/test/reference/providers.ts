/** What a document says of its issuers' providers, and of a service with two names, as one more draw of a plain document. */

import type { AcceptedIssuer, IssuerDocument, PolicyDocument } from '../../src/policy/document/document.js';
import type { ClientClaim, Lacks } from '../../src/policy/document/provider.js';
import type { Draw } from './draw.js';

/** The second name of the service. */
export const OTHER_AUDIENCE = 'https://orders-eu.example';

/** The clients whose tokens are for the service, where they name no audience. */
const CLIENTS = ['web', 'app'] as const;

/** The document, with what its issuers' tokens lack, and where they have what. It is valid, as the plain one is. */
export function varied(draw: Draw, document: PolicyDocument): PolicyDocument {
  const issuers = Object.fromEntries(
    Object.entries(document.issuers).map(([name, issuer]) => [
      name,
      draw.once(4)
        ? issuer
        : name === 'dark'
          ? { ...issuer, ...typesOf(draw, issuer.typ) }
          : variedIssuer(draw, issuer),
    ]),
  );
  const { orders, ...others } = document.services;
  if (orders === undefined) throw new Error('There is no service orders.');
  const made: PolicyDocument = {
    ...document,
    issuers,
    services: {
      orders: {
        ...orders,
        audience: draw.once(2) ? [orders.audience, OTHER_AUDIENCE].flat() : orders.audience,
        accept: orders.accept.map((each) => variedAcceptance(draw, each, issuers)),
      },
      ...others,
    },
  };
  // What counts from `iat` goes with no issuer that has none.
  const lacksIat = Object.values(issuers).some(({ lacks }) => lacks?.iat !== undefined);
  return lacksIat ? withoutMaxAge(made) : made;
}

function variedIssuer(draw: Draw, { typ, ...issuer }: IssuerDocument): IssuerDocument {
  if (draw.once(6)) {
    // Only `azp` may name the client of an ID token.
    return {
      ...issuer,
      tokens: 'id',
      ...draw.of({ principal: 'user' }, { principal: 'auto', clientId: 'azp' }),
    };
  }
  const clientId = draw.of<ClientClaim | undefined>(undefined, 'cid', 'azp');
  const { principal } = issuer;
  const lacks: Lacks = draw.some(3, {
    typ: () => ({ shownBy: shownBy(draw, clientId, issuer.scopes) }),
    iat: () => ({ maxRemaining: draw.of('10m', '55s') }),
    ...(principal === 'user' ? {} : { sub: () => 'workload' as const }),
    aud: () =>
      draw.of<NonNullable<Lacks['aud']>>(
        { pinnedBy: draw.of('client_id', 'azp', 'cid') },
        { shownBy: 'scopes' },
      ),
    shortLife: () => ({ maxLifetime: '30d', until: draw.of('2026-11-24', '2026-11-23', '2027-01-31') }),
  });
  const { sub } = lacks;
  return {
    ...issuer,
    ...(lacks.typ === undefined || !draw.once(2) ? typesOf(draw, typ) : {}),
    ...(clientId === undefined ? {} : { clientId }),
    ...(Object.keys(lacks).length === 0 ? {} : { lacks }),
    ...(principal === undefined && draw.once(3) ? principalOf(draw, sub) : {}),
  };
}

function typesOf(draw: Draw, typ: IssuerDocument['typ'] = 'at+jwt'): Pick<IssuerDocument, 'typ'> {
  return {
    typ: draw.of<NonNullable<IssuerDocument['typ']>>(typ, ['at+jwt', 'JWT'], 'JWT', [
      'x+jwt',
      'application/at+jwt',
    ]),
  };
}

function shownBy(draw: Draw, clientId: ClientClaim = 'client_id', scopes = 'scope'): readonly string[] {
  // An ID token can have `azp`.
  const client = clientId === 'azp' ? 'client_id' : clientId;
  return draw.of<readonly string[]>([client], [client, scopes], ['/of/kind'], [scopes]);
}

/** What shows a person, and what shows a program. */
function principalOf(draw: Draw, sub: Lacks['sub']): Pick<IssuerDocument, 'principal'> {
  const workload = { gty: { equals: 'cc' } } as const;
  return {
    principal: draw.of<NonNullable<IssuerDocument['principal']>>(
      { workload, user: [{ gty: { present: false } }, { gty: { equals: 'password' } }] },
      { workload },
      { user: { gty: { equals: 'password' } } },
      sub === undefined ? 'marked' : 'auto',
    ),
  };
}

function variedAcceptance(
  draw: Draw,
  accepted: AcceptedIssuer,
  issuers: PolicyDocument['issuers'],
): AcceptedIssuer {
  const { issuer, ...entry } = typeof accepted === 'string' ? { issuer: accepted } : accepted;
  const aud = issuers[issuer]?.lacks?.aud;
  const clients =
    aud === undefined || 'shownBy' in aud ? {} : { [aud.pinnedBy]: draw.of([...CLIENTS], ['web'], ['app']) };
  const own = draw.once(6) ? { audience: [`urn:${issuer}`, `urn:${issuer}:2`] } : {};
  const more = { ...entry, ...own, ...clients };
  return Object.keys(more).length === 0 ? issuer : { issuer, ...more };
}

function withoutMaxAge(document: PolicyDocument): PolicyDocument {
  return JSON.parse(JSON.stringify(document), (name, value: unknown) =>
    name === 'maxAge' ? undefined : value,
  ) as PolicyDocument;
}
