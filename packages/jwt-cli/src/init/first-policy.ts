/** The text of a first policy, with comments for who has never seen one. */

import { PROFILES, type Algorithm, type ProfileName } from '@org/jwt-core/policy';
import type { IssuerFacts } from './ask-issuer.js';

/** What the policy is about. */
export interface FirstPolicy {
  readonly iss: string;
  readonly audience: string;
  readonly service: string;
  readonly profile: ProfileName | undefined;
  readonly principal: 'user' | 'workload' | 'auto' | undefined;
  /** Who calls, where it is a program. */
  readonly program: Program | undefined;
  /** Claims that are pinned, by name. */
  readonly require: readonly (readonly [claim: string, value: string])[];
  /** `undefined`: the issuer was not asked, or did not answer. */
  readonly facts: IssuerFacts | undefined;
}

const DEFAULT_ALGORITHMS: readonly Algorithm[] = ['RS256', 'ES256'];

/** A program, as an identity of the policy. */
export interface Program {
  /** What its tokens show, and no other's. */
  readonly claim: string;
  readonly value: string;
  readonly owner: string;
  readonly reviewBy: string;
}

/** YAML that loads. */
export function firstPolicy(wanted: FirstPolicy): string {
  const { service, audience, program } = wanted;
  const rule = (scope: string): string =>
    program === undefined ? `{ principal: user, scopes: ['${service}:${scope}'] }` : '{ identity: caller }';
  return [
    '# Which tokens are accepted, by which service, and what they may do.',
    '# jwt-policy check finds mistakes; jwt-policy explain says why a token is denied.',
    'apiVersion: jwt-policy/v1',
    'kind: JwtPolicy',
    `metadata: { name: ${service} }`,
    '',
    'issuers: # whose tokens are trusted, with which keys',
    '  login:',
    ...issuer(wanted).map((line) => `    ${line}`),
    '',
    ...(program === undefined ? [] : [...identity(program), '']),
    'services:',
    `  ${service}:`,
    `    audience: ${scalar(audience)} # aud must contain this: the name of this service`,
    '    accept: [login]',
    '    operations: # what is not listed is denied',
    '      health: { route: GET /healthz, auth: public } # reads no token',
    '      read:',
    `        route: GET /${service}`,
    `        allow: [${rule('read')}] # one rule is enough`,
    '      write:',
    `        route: POST /${service}`,
    '        maxAge: 10m # since the token was issued',
    `        allow: [${rule('write')}]`,
    '',
  ].join('\n');
}

function identity({ claim, value, owner, reviewBy }: Program): readonly string[] {
  return [
    'identities: # programs with a name',
    '  caller:',
    '    issuer: login',
    `    require: { ${scalar(claim)}: { equals: ${scalar(value)} } } # what only its tokens have`,
    `    owner: ${scalar(owner)}`,
    `    reviewBy: ${reviewBy}`,
  ];
}

function issuer({ iss, profile, principal, require, facts }: FirstPolicy): readonly string[] {
  const known = profile === undefined ? undefined : PROFILES[profile].issuer;
  const lines: string[] = [];
  if (profile !== undefined)
    lines.push(`profile: ${profile} # what is known of ${PROFILES[profile].provider}`);
  if (known?.iss === undefined) lines.push(`iss: ${scalar(iss)} # exactly as it is in the tokens`);
  if (known?.keys === undefined) lines.push(...keys(facts));
  if (known?.algs === undefined) lines.push(...algorithms(facts));
  if (known?.typ === undefined) {
    lines.push('typ: at+jwt # RFC 9068. Where the provider writes JWT: see docs/guide/providers.md');
  }
  if (principal !== undefined)
    lines.push(
      `principal: ${principal}${principal === 'auto' ? ' # sub equal to client_id: a program' : ''}`,
    );
  if (require.length > 0) {
    const pinned = require.map(([claim, value]) => `${scalar(claim)}: { equals: ${scalar(value)} }`);
    lines.push(`require: { ${pinned.join(', ')} }`);
  }
  return lines;
}

function keys(facts: IssuerFacts | undefined): readonly string[] {
  const { discovery = 'oidc', jwksOrigin } = facts ?? {};
  if (jwksOrigin === undefined) return [`keys: { discovery: ${discovery} }`];
  return [`keys: { discovery: ${discovery}, jwksOrigin: ${scalar(jwksOrigin)} }`];
}

function algorithms(facts: IssuerFacts | undefined): readonly string[] {
  const found = facts?.algorithms ?? [];
  if (found.length > 0) return [`algs: [${found.join(', ')}] # those of its published keys`];
  return [`algs: [${DEFAULT_ALGORITHMS.join(', ')}] # the issuer was not asked: leave those that it uses`];
}

/** Quoted, where YAML would read something else. */
function scalar(text: string): string {
  return /^[A-Za-z][\w./:@-]*$/u.test(text) && !/:$|^(?:true|false|null|yes|no|on|off)$/iu.test(text)
    ? text
    : JSON.stringify(text);
}
