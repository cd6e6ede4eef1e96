/** The tokens of a provider in its own form: what the document says that they lack, or have elsewhere. */

import type { IssuerDocument, Rule, ServiceDocument } from '../../src/policy/document/document.js';
import { put } from './conditions.js';
import type { Draw } from './draw.js';
import type { Draft } from './tokens.js';
import { claimOf } from './words.js';
import { AUDIENCE } from './worlds.js';

/** What the form of a token depends on. */
interface Provider {
  readonly issuer: IssuerDocument;
  readonly issuerName: string;
  readonly service: ServiceDocument | undefined;
  readonly rule: Rule | undefined;
  readonly now: number;
}

/** The token, as the provider would write it; now and then with what it could have left out. */
export function asWritten(
  { header, claims }: Pick<Draft, 'header' | 'claims'>,
  provider: Provider,
  draw: Draw,
): Pick<Draft, 'header' | 'claims'> {
  const { issuer, rule, now } = provider;
  const { lacks = {}, tokens, principal, clientId } = issuer;
  const [audience] = [claimOf({ ...claims }, 'aud')].flat();
  let made: object = claims;
  if (tokens === 'id')
    made = {
      ...made,
      client_id: undefined,
      scope: undefined,
      scp: undefined,
      azp: clientId === 'azp' || draw.once(3) ? audience : undefined,
      nonce: 'n',
    };
  if (clientId !== undefined && tokens !== 'id') made = { ...made, [clientId]: 'web' };
  if (typeof principal === 'object') {
    made = { ...made, gty: rule?.principal === 'workload' ? 'cc' : draw.of(undefined, 'password') };
  }
  if (lacks.aud !== undefined) made = withoutAud(made, provider, draw);
  if (lacks.iat !== undefined && !draw.once(4)) made = { ...made, iat: draw.of(undefined, undefined, null) };
  if (lacks.sub !== undefined && rule?.principal !== 'user' && !draw.once(3))
    made = { ...made, sub: undefined };
  if (lacks.shortLife !== undefined && draw.once(3)) made = { ...made, exp: Math.floor(now) + 20 * 86_400 };
  for (const claim of lacks.typ?.shownBy ?? []) {
    if (claimOf({ ...made }, claim) === undefined) made = put(made, claim, 'x');
  }
  const [typ] = [issuer.typ].flat();
  const isOptional = lacks.typ !== undefined || (tokens === 'id' && typ === undefined);
  return {
    header: isOptional ? { ...header, typ: draw.of(undefined, undefined, typ ?? 'JWT') } : header,
    claims: made,
  };
}

/** The client, or a scope of the service, in the place of `aud`. */
function withoutAud(claims: object, { issuer, issuerName, service }: Provider, draw: Draw): object {
  const { aud } = issuer.lacks ?? {};
  const made = { ...claims, aud: draw.of(undefined, undefined, claimOf({ ...claims }, 'aud')) };
  if (aud === undefined) return claims;
  if ('pinnedBy' in aud) {
    const entry = service?.accept.find((each) => typeof each === 'object' && each.issuer === issuerName);
    const [listed] = (typeof entry === 'object' ? entry[aud.pinnedBy] : undefined) ?? [];
    return { ...made, [aud.pinnedBy]: draw.of(listed, listed, 'web', 'app') };
  }
  const path = issuer.scopes ?? 'scope';
  const held = claimOf({ ...claims }, path);
  const servers = draw.of(
    [`${AUDIENCE}/use`],
    [`${AUDIENCE}/use`],
    [`${AUDIENCE}/a/b`],
    ['https://mail.example/use', `${AUDIENCE}/use`],
  );
  const scopes: unknown = typeof held === 'string' ? held.split(' ') : held;
  return put(made, path, [scopes ?? [], ...servers].flat());
}
