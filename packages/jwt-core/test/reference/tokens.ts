/** Tokens that are nearly right: what the policy wants, and then none, one or two things that it does not want. */

import type { IssuerDocument, OperationDocument, Rule } from '../../src/policy/document/document.js';
import { goodFor, ODD_VALUES, put } from './conditions.js';
import type { Draw } from './draw.js';
import { asWritten } from './forms.js';
import { pairsOf, signature, type Pair } from './keyring.js';
import { rolesAt } from './words.js';
import { AUDIENCE, TENANTS, type World } from './worlds.js';

/** A token before it is signed. Each part may still be spoilt. */
export interface Draft {
  header: object;
  claims: object;
  pair: Pair;
  readonly issuerName: string;
  readonly issuer: IssuerDocument;
  readonly tenant: string;
  readonly now: number;
}

/** A draft of a token for this operation, from an issuer that the service accepts. */
export function draft(
  world: World,
  operation: OperationDocument | undefined,
  nowMs: number,
  draw: Draw,
): Draft {
  const { document } = world;
  const rule = operation?.allow?.[draw.below(operation.allow.length)];
  const issuerName = issuerOf(world, rule, draw);
  const issuer = document.issuers[issuerName];
  const accepted = document.services['orders']?.accept ?? [];
  if (issuer === undefined) throw new Error(`There is no issuer ${issuerName}.`);
  const tenant = draw.of(...TENANTS);
  const owner = issuerName === 'customers' ? `customers/${tenant}` : issuerName;
  const [edwards, nist] = pairsOf(owner);
  const isNist = issuer.algs?.includes('ES256') === true && (issuer.algs.length === 1 || draw.once(3));
  const pair = isNist ? nist : edwards;
  const own = accepted.find((each) => typeof each === 'object' && each.issuer === issuerName);
  const [audience] = [(typeof own === 'object' ? own.audience : undefined) ?? AUDIENCE].flat();
  const now = nowMs / 1000;
  let claims: object = {
    iss: issuer.iss?.replace('{tenant}', tenant),
    aud: draw.of<unknown>(audience, [audience], [audience, audience]),
    exp: Math.floor(now) + draw.of(30, 45, 60),
    iat: Math.floor(now) - draw.of(5, 20, 30),
    ...draw.some(4, {
      nbf: () => Math.floor(now) - draw.below(2),
      jti: () => 't1',
      extra: () => draw.of<unknown>(...ODD_VALUES),
    }),
    sub: subjectOf(rule, draw),
    client_id: 'web',
    ...(issuer.tenant === undefined ? {} : { [issuer.tenant]: tenant }),
  };
  if (issuer.tenant?.startsWith('/') === true) {
    claims = put({ ...claims, [issuer.tenant]: undefined }, issuer.tenant, tenant);
  }
  claims = fulfil(claims, world, issuer, rule, draw);
  const kid = isNist ? 'k1' : 'k0';
  const alg = pair.alg === 'EdDSA' ? draw.of('EdDSA', 'EdDSA', 'Ed25519') : pair.alg;
  const [wanted] = [issuer.typ].flat();
  const typ = draw.of(wanted, wanted, wanted?.toUpperCase(), `application/${wanted ?? ''}`);
  const header = {
    alg,
    typ: typ?.replace('application/application', 'application'),
    ...(draw.once(8) ? {} : { kid }),
  };
  const service = document.services['orders'];
  const written = asWritten({ header, claims }, { issuer, issuerName, service, rule, now }, draw);
  return { ...written, pair, issuerName, issuer, tenant, now };
}

function issuerOf({ document }: World, rule: Rule | undefined, draw: Draw): string {
  const names =
    document.services['orders']?.accept.map((each) => (typeof each === 'string' ? each : each.issuer)) ?? [];
  const lit = names.filter((name) => name !== 'dark' || draw.once(8));
  const wanted = rule?.identity === undefined ? undefined : document.identities?.[rule.identity]?.issuer;
  return wanted ?? draw.of('login', ...lit);
}

const subjectOf = (rule: Rule | undefined, draw: Draw): string =>
  rule?.principal === 'workload' ? draw.of('web', 'web', 'alice') : draw.of('alice', 'alice', 'web');

/** What the issuer and the rule ask for. */
function fulfil(
  claims: object,
  { document }: World,
  issuer: IssuerDocument,
  rule: Rule | undefined,
  draw: Draw,
): object {
  const identity = rule?.identity === undefined ? undefined : document.identities?.[rule.identity];
  const matchers = { ...rule?.where, ...identity?.require, ...issuer.require };
  let full = claims;
  for (const [name, matcher] of Object.entries(matchers)) {
    if (name !== 'client_id') full = put(full, name, goodFor(matcher));
  }
  const names = (one: string, other: string): unknown =>
    draw.once(24)
      ? `${other}  x`
      : draw.of<unknown>(`${one} ${other}`, [one, other], [other, one, other], one, other, undefined);
  full = put(full, issuer.scopes ?? 'scope', names('read', 'write'));
  const { claim, as } = rolesAt(issuer);
  const roles = draw.of<unknown>({ clerk: {}, boss: { at: 'eu' } }, { clerk: true, boss: false }, {});
  full = put(full, claim, as === 'memberNames' ? roles : names('clerk', 'boss'));
  if (rule?.actor !== undefined || identity?.actor !== undefined) {
    const isOther = JSON.stringify([rule?.actor, identity?.actor]).includes('"not"');
    full = put(full, 'act', { sub: isOther ? 'x' : 'agent', kind: { name: 'a' }, act: { sub: 'agent' } });
  }
  return full;
}

/** The compact form. */
export function minted({ header, claims, pair }: Draft): string {
  return sealed(JSON.stringify(header), JSON.stringify(claims), pair);
}

/** The compact form of two texts that need be no JSON. */
export function sealed(header: string, claims: string | Buffer, pair: Pair): string {
  const signed = `${Buffer.from(header).toString('base64url')}.${Buffer.from(claims).toString('base64url')}`;
  return `${signed}.${signature(signed, pair).toString('base64url')}`;
}
