/** Which kind of token, of whose: what an issuer says of its provider, where `typ`, `sub` and `client_id` do not. */

import type { ClaimMatchers, IssuerDocument } from '../../src/policy/document/document.js';
import { holdAll } from './matchers.js';
import { claimOf, name, own, said, type Known, type Members } from './words.js';

type Token = Pick<Known, 'issuer' | 'claims'>;

/** RFC 9068 §4, RFC 8725 §3.11: without regard to case, `application/` may be left out. */
export function faultOfType({ header, issuer, claims }: Pick<Known, 'header'> & Token): string | undefined {
  const bare = (type: unknown): string =>
    String(type)
      .toLowerCase()
      .replace(/^application\//u, '');
  const { typ } = header;
  const { lacks = {}, tokens } = issuer;
  const isWritten = issuer.typ !== undefined;
  const types = [issuer.typ ?? (tokens === 'id' ? 'JWT' : [])].flat().map(bare);
  // OpenID Connect gives ID tokens no `typ`.
  const mayLack = lacks.typ !== undefined || (tokens === 'id' && !isWritten);
  const isOne = typ === undefined ? mayLack : types.includes(bare(typ));
  if (!isOne) return 'type.mismatch';
  const saysNothing = typ === undefined || bare(typ) === 'jwt';
  if (lacks.typ === undefined || !saysNothing) return undefined;
  const isShown = lacks.typ.shownBy.every((claim) => isThere(claimOf(claims, claim)));
  const isOfSignIn = ['nonce', 'at_hash', 'c_hash', 's_hash'].some((claim) =>
    isThere(claimOf(claims, claim)),
  );
  return isShown && !isOfSignIn ? undefined : 'type.mismatch';
}

/** Neither absent, nor behind something that is not an object. */
const isThere = (value: unknown): boolean => value !== undefined && typeof value !== 'symbol';

/** A claim that a token of the right kind has not. */
const NONE = { present: false } as const;
const noneBut = (value: string): ClaimMatchers[string] => ({ anyOf: [NONE, { equals: value }] });
const noneOf = (...values: readonly string[]): ClaimMatchers[string] => ({
  anyOf: [NONE, { not: { in: values } }],
});

interface Kind {
  readonly issuer: IssuerDocument;
  /** The names of the service, for this issuer. */
  readonly audiences: readonly string[];
}

/** What the claims must show of the kind, whatever else the issuer requires. */
export function kindOf({ issuer: { tokens, lacks }, audiences }: Kind): ClaimMatchers {
  if (tokens === 'id') {
    const grants = ['scope', 'scp', 'client_id', 'cid', 'gty', 'authorization_details'];
    return {
      sub: { present: true },
      ...Object.fromEntries(['events', ...grants].map((claim) => [claim, NONE])),
      // The audience of an ID token is a client, and its `azp` is no other one (OpenID Connect Core §3.1.3.7).
      azp: { anyOf: [NONE, { in: audiences }] },
      token_use: noneBut('id'),
      typ: noneBut('ID'),
    };
  }
  if (lacks?.typ === undefined) return {};
  const others = ['ID', 'Refresh', 'Offline', 'Logout', 'InitialAccessToken', 'RegistrationAccessToken'];
  return { events: NONE, token_use: noneOf('id', 'refresh'), typ: noneOf(...others) };
}

/** The name of the client, where the issuer says it is. */
export function clientOf({ issuer, claims }: Token): unknown {
  return name(own(claims, issuer.clientId ?? 'client_id'));
}

/** Whether a token must have a `sub`, and a client. */
export function needs({ principal = 'auto', lacks }: IssuerDocument): {
  readonly sub: boolean;
  readonly client: boolean;
} {
  const isAuto = principal === 'auto';
  return { sub: (isAuto || principal === 'user') && lacks?.sub === undefined, client: isAuto };
}

/** A person or a program; `undefined` where the claims do not say, or say of a person what none is. */
export function principalOf({ issuer, claims }: Token): 'user' | 'workload' | undefined {
  const { principal = 'auto', lacks } = issuer;
  const sub = name(own(claims, 'sub'));
  if (lacks?.sub !== undefined && sub === undefined) return 'workload';
  const isImpersonal = speaksOfNoPerson(claims);
  if (principal === 'marked') return isImpersonal ? 'workload' : 'user';
  if (principal === 'workload') return 'workload';
  if (principal === 'auto' && sub === clientOf({ issuer, claims })) return 'workload';
  if (typeof principal === 'object') {
    const holds = (all: ClaimMatchers | readonly ClaimMatchers[] = []): boolean =>
      [all].flat().some((matchers) => holdAll(matchers, claims));
    if (holds(principal.workload)) return 'workload';
    if (!holds(principal.user)) return undefined;
  }
  return isImpersonal ? undefined : 'user';
}

/** RFC 9068 §5: a client that is its own subject is no person. Nor is what reports an event (RFC 8417), or a refresh. */
function speaksOfNoPerson(claims: Members): boolean {
  const sub = said(own(claims, 'sub'));
  const isClient = ['client_id', 'azp', 'cid'].some(
    (claim) => sub !== undefined && own(claims, claim) === sub,
  );
  const isEvent = said(own(claims, 'events')) !== undefined;
  const kinds: readonly unknown[] = [own(claims, 'typ')].flat();
  return isClient || isEvent || ['Refresh', 'Offline', 'Logout'].some((kind) => kinds.includes(kind));
}
