/** The controls that an audit looks for. */

import type { Policy, ResolvedIssuer, ResolvedKeySource } from '@org/jwt-core/policy';
import { operationsOf, rulesOf } from '../lint/places.js';
import { pointerTo } from '../lint/pointer.js';
import { count, listed } from '../terminal/words.js';
import type { Control, Evidence } from './control.js';

/** What holds under every policy: no key of the document switches it off. */
const always =
  (...says: readonly string[]): Control['evidence'] =>
  () =>
    says.map((each) => ({ at: undefined, says: each }));

const eachIssuer =
  (key: string, says: (issuer: ResolvedIssuer) => string | undefined): Control['evidence'] =>
  ({ model }) =>
    Object.values(model.issuers).flatMap((issuer) => {
      const text = says(issuer);
      return text === undefined ? [] : [{ at: pointerTo('issuers', issuer.name, key), says: text }];
    });

/** See {@link Control}. */
export const CONTROLS: readonly Control[] = [
  {
    title: 'Every signature is verified, with a key of the issuer that the token names',
    supports: ['RFC 8725 §3.3', 'RFC 8725 §3.4', 'ASVS 9.1.1', 'NHI4:2025', 'PR.AA-04', 'PR.AA-03'],
    evidence: eachIssuer('keys', ({ keys }) => listed(keys.map(sourceInWords))),
  },
  {
    title: 'Algorithms are those of a list, and the key decides their family',
    supports: ['RFC 8725 §3.1', 'RFC 8725 §3.2', 'ASVS 9.1.2', 'NHI4:2025'],
    evidence: eachIssuer('algs', ({ algorithms }) => algorithms.join(', ')),
  },
  {
    title: 'Keys come from the configured source alone, never from the token',
    supports: ['RFC 8725 §3.8', 'RFC 8725 §3.10', 'ASVS 9.1.3', 'NHI3:2025', 'GOVERN 6.1'],
    evidence: always('jku, x5u, jwk and x5c of a token are not used; keys of two issuers are kept apart'),
  },
  {
    title: 'Keys and secrets are strong enough',
    supports: ['RFC 8725 §2.2', 'RFC 8725 §3.5'],
    evidence: always(
      'RSA keys have 2048 bits at least, secrets the size of the hash; a weak key is not used',
    ),
  },
  {
    title: 'Tokens are read strictly',
    supports: ['RFC 8725 §3.7', 'RFC 8725 §3.10', 'RFC 8725 §3.6', 'RFC 8725 §2.8'],
    evidence: always(
      'UTF-8, one JSON object without duplicate members, canonical base64url, bounded size; encrypted and compressed tokens are denied',
    ),
  },
  {
    title: 'Issuers are compared exactly',
    supports: ['RFC 8725 §3.8', 'PR.AA-04', 'NHI3:2025', 'GOVERN 6.1'],
    evidence: eachIssuer('iss', ({ iss, trustDomain }) => iss ?? `the trust domain ${trustDomain ?? ''}`),
  },
  {
    title: 'Each service takes tokens for itself alone',
    supports: ['RFC 8725 §2.7', 'RFC 8725 §3.9', 'ASVS 9.2.3', 'ASVS 9.2.4', 'ASVS 10.3.1', 'NHI9:2025'],
    evidence: ({ model }) =>
      Object.entries(model.services).map(([name, { audiences, accept }]) => {
        const isExclusive = accept.every(({ audienceMode }) => audienceMode === 'exclusive');
        return {
          at: pointerTo('services', name, 'audience'),
          says: `${listed(audiences, 'or')}${isExclusive ? ', and no other audience in the token' : ''}`,
        };
      }),
  },
  {
    title: 'Tokens of another kind are denied',
    supports: ['RFC 8725 §2.8', 'RFC 8725 §3.11', 'RFC 8725 §3.12', 'ASVS 9.2.2', 'NHI4:2025'],
    evidence: eachIssuer('typ', ({ types, typeOptional, shownBy, tokens }) => {
      const shown =
        shownBy.length === 0 ? '' : `; ${listed(shownBy.map((path) => path.join('/')))} must show it`;
      return `${tokens} tokens: typ ${listed(types, 'or')}${typeOptional ? ' or none' : ''}${shown}`;
    }),
  },
  {
    title: 'Tokens live for a short time',
    supports: ['ASVS 9.2.1', 'NHI7:2025', 'PR.AA-01'],
    evidence: ({ model }) =>
      Object.entries(model.services).map(([name, { limits }]) => {
        const age = limits.maxAge === undefined ? '' : `, and ${String(limits.maxAge)} s since it was issued`;
        const skew = `clocks may differ by ${String(limits.clockSkew)} s`;
        return {
          at: pointerTo('services', name),
          says: `a life of ${String(limits.maxLifetime)} s at most${age}; ${skew}`,
        };
      }),
  },
  {
    title: 'What no operation names is denied, and each operation says who may',
    supports: ['PR.AA-05', 'NHI5:2025', 'ASVS 10.3.2', 'ASI02:2026'],
    evidence: ({ model }) =>
      Object.entries(model.services).map(([name, { operations }]) => {
        const all = Object.values(operations);
        const open = all.filter(({ auth }) => auth === 'public').length;
        const rules = all.reduce((sum, each) => sum + each.rules.length, 0);
        const also = open === 0 ? '' : `, ${String(open)} of them public`;
        return {
          at: pointerTo('services', name, 'operations'),
          says: `${count(all.length, 'operation')}${also}, ${count(rules, 'rule')}`,
        };
      }),
  },
  {
    title: 'Tenants are kept apart',
    supports: ['RFC 8725 §3.10', 'NHI8:2025', 'PR.AA-05', 'PR.IR-01'],
    evidence: (policy) =>
      operationsOf(policy).flatMap(({ resolved: { tenant }, at, service, name }) =>
        tenant === undefined
          ? []
          : [{ at, says: `${service} ${name}: the tenant of the ${tenant.from} must be that of the token` }],
      ),
  },
  {
    title: 'Programs have a name, an owner and a review date',
    supports: ['NHI1:2025', 'PR.AA-01', 'PR.AA-02', 'ID.AM-08', 'GOVERN 1.6', 'GOVERN 1.7', 'ASI10:2026'],
    evidence: ({ document }) =>
      Object.entries(document.identities ?? {}).map(([name, { owner, reviewBy }]) => ({
        at: pointerTo('identities', name),
        says: `${name}: ${owner}, to be reviewed by ${reviewBy}`,
      })),
  },
  {
    title: 'People and programs are told apart',
    supports: ['NHI10:2025', 'PR.AA-03', 'GOVERN 3.2', 'RFC 8725 §3.12'],
    evidence: eachIssuer('principal', ({ principal }) =>
      typeof principal === 'string' ? PRINCIPALS[principal] : 'by the claims that each of them has',
    ),
  },
  {
    title: 'Nothing acts for a person unless a rule says so',
    supports: ['RFC 8693 §4.1', 'ASI03:2026', 'ASI07:2026', 'MEASURE 2.8', 'GOVERN 3.2'],
    evidence: (policy) => [
      { at: undefined, says: 'a token with an actor is denied by every rule that does not name one' },
      ...rulesOf(policy).flatMap(({ written: { actor }, at }) =>
        actor === undefined ? [] : [{ at, says: `the actor must show ${listed(Object.keys(actor))}` }],
      ),
    ],
  },
  {
    title: 'Callers are known by issuer and subject',
    supports: ['ASVS 10.3.3', 'RFC 8725 §3.8'],
    evidence: always(
      'an identity has the name of its issuer and its sub; no address or name takes their place',
    ),
  },
  {
    title: 'Tokens are taken from places that are listed',
    supports: ['NHI2:2025', 'RFC 9700 §4.3.2', 'PR.DS-02'],
    evidence: ({ model }) =>
      Object.entries(model.services).map(([name, { credentials }]) => ({
        at: pointerTo('services', name, 'credentials'),
        says: `${listed(credentials.map((each) => (each.in === 'authorization' ? 'the Authorization header' : `${each.in} ${each.name}`)))}; two tokens are denied`,
      })),
  },
  {
    title: 'A token that is bound to a key is not accepted without proof',
    supports: ['RFC 9700 §2.2'],
    evidence: always('a token with cnf is denied: proofs are not checked yet'),
  },
  {
    title: 'The policy is one reviewed document, and each decision carries its digest',
    supports: ['PR.PS-01', 'PR.PS-06', 'GOVERN 1.4', 'NHI6:2025', 'MEASURE 2.7'],
    evidence: ({ document: { metadata }, digest }) => [
      {
        at: pointerTo('metadata'),
        says: `${metadata.name}, revision ${metadata.revision ?? 'not written'}, owner ${metadata.owner ?? 'not written'}, ${digest}`,
      },
    ],
  },
  {
    title: 'Exceptions have a reason, an owner and an end',
    supports: ['ID.RA-07', 'MANAGE 4.1'],
    evidence: ({ document }) =>
      (document.waivers ?? []).map(({ rule, at, owner, expires }, index) => ({
        at: pointerTo('waivers', index),
        says: `${rule} at ${at}: ${owner}, until ${expires}`,
      })),
  },
  {
    title: 'An outage of an issuer never lets a token in',
    supports: ['PR.IR-03'],
    evidence: always('keys that are too old are not used: the answer is 503, and no token passes'),
  },
];

const PRINCIPALS = {
  user: 'its tokens are those of people',
  workload: 'its tokens are those of programs',
  auto: 'a token whose sub is its client is a program’s (RFC 9068 §5)',
  marked: 'claims that no person has mark the tokens of programs',
} as const;

function sourceInWords({ source }: ResolvedKeySource): string {
  const { discovery, jwksUri, jwks, file } = source;
  if (discovery !== undefined) return `discovery (${discovery})`;
  if (jwksUri !== undefined) return jwksUri;
  if (jwks !== undefined) return 'keys in the document';
  return file === undefined ? 'a shared secret' : `the file ${file}`;
}

/** What only code shows, so that no policy can be evidence of it. */
export const IN_CODE: Readonly<Record<string, string>> = {
  'PR.PS-04':
    'each decision is an event: whether it is kept is decided where the verifier is made (observers)',
  'DE.CM-09': 'whether the events are watched is decided outside of the policy',
  'MEASURE 2.4': 'whether the events are watched is decided outside of the policy',
  'MANAGE 4.3': 'how incidents are handled is decided outside of the policy',
};

/** What is not built. */
export const NOT_BUILT: Readonly<Record<string, string>> = {
  'ASVS 10.3.4': 'no operation can ask for a second factor or a recent login yet; where with acr is possible',
  'ASVS 10.3.5': 'proofs of possession are not checked yet: bound tokens are denied',
  'ASVS 10.5.5': 'tokens cannot be withdrawn before they end',
  'RS.MI-01': 'tokens cannot be withdrawn before they end: a short life is what contains a leak',
  'MAP 3.5': 'no operation can ask for an approval by a person',
  'MANAGE 2.4': 'a program is stopped by removing its identity and reloading the policy',
};

/** All that supports a requirement. */
export function supporting(
  requirement: string,
  policy: Policy,
): readonly { readonly title: string; readonly evidence: readonly Evidence[] }[] {
  return CONTROLS.filter(({ supports }) => supports.includes(requirement)).flatMap((control) => {
    const evidence = control.evidence(policy);
    return evidence.length === 0 ? [] : [{ title: control.title, evidence }];
  });
}
