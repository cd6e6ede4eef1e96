/** What Envoy denies first, whatever the operation is: other spellings of a path, and tokens that no rule may take. */

import { pointerTo } from '../../lint/pointer.js';
import { actorTests, bindingTests } from '../gateway/actor-tests.js';
import type { AllowedCase } from '../gateway/cases.js';
import { claim, type TokenTest } from '../gateway/claim-test.js';
import { kindTests } from '../gateway/kind-tests.js';
import { hasParameters } from '../gateway/routes.js';
import { issTests, issuerTests } from '../gateway/token-tests.js';
import type { Accepted } from '../issuers-for.js';
import { Losses } from '../losses.js';
import type { Exported } from '../target.js';
import { and, not, principalOf, type Principal } from './metadata.js';
import { canonicalPath } from './paths.js';
import { splitClaims } from './providers.js';

/** The policies of the filter that denies. */
export function deniedFirst(
  exported: Exported,
  issuers: readonly Accepted[],
  cases: readonly AllowedCase[],
  losses: Losses,
): Readonly<Record<string, object>> {
  const takesActors = cases.some(({ caller }) => typeof caller === 'object' && caller.actor !== undefined);
  const tokens = issuers.map(
    (each) => [`bad-token-of-${each.issuer.name}`, badTokens(each, losses)] as const,
  );
  const policies = [
    ...tokens,
    ['bound-token', present(bindingTests(exported.at))] as const,
    ['with-actor', takesActors ? [] : present(actorTests(undefined, exported.at))] as const,
  ];
  return {
    'other-spelling-of-path': spellings(cases, losses),
    ...Object.fromEntries(
      policies
        .filter(([, principals]) => principals.length > 0)
        .map(([name, principals]) => [name, { permissions: [{ any: true }], principals }]),
    ),
  };
}

/** A router behind may read another path in another spelling, and the wildcards of a template take them all. */
function spellings(cases: readonly AllowedCase[], losses: Losses): object {
  const varying = cases.find(({ route }) => hasParameters(route));
  const regex = canonicalPath({ takesPlus: varying === undefined });
  if (varying !== undefined) {
    losses.add(
      'warning',
      'path-spelling',
      varying.at,
      'Envoy denies a path with a + or an escaped percent sign in it',
    );
  }
  const permissions = [{ not_rule: { url_path: { path: { safe_regex: { regex } } } } }];
  return { permissions, principals: [{ any: true }] };
}

/** Tokens of an issuer that lack what each of them must show. Where that cannot be said, all of them. */
function badTokens(issuer: Accepted, losses: Losses): readonly Principal[] {
  const encoding = { split: splitClaims(issuer.issuer), losses };
  const itsOwn = principalOf(issTests(issuer, undefined), { ...encoding, losses: new Losses() });
  const { maxRemaining } = issuer.issuer;
  const tests: TokenTest = {
    all: [
      kindTests(issuer),
      issuerTests(issuer),
      ...(maxRemaining === undefined ? [claim(['iat'], { kind: 'type', type: 'number' }, issuer.at)] : []),
      ...exclusive(issuer, losses),
    ],
  };
  const good = principalOf(tests, encoding);
  if (itsOwn === undefined) return [];
  return [good === undefined ? itsOwn : and([itsOwn, not(good)])];
}

/** One audience alone: the claim is that string. */
function exclusive({ acceptance, at }: Accepted, losses: Losses): readonly TokenTest[] {
  if (acceptance.audienceMode === 'contains') return [];
  const place = `${at}${pointerTo('audienceMode')}`;
  losses.add(
    'warning',
    'audience-mode',
    place,
    'Envoy denies a list in aud, where no other audience may be named',
  );
  return [claim(['aud'], { kind: 'oneOf', values: acceptance.audiences }, place)];
}

/** Where one of the claims is there that must not be. That objects are not seen is a loss of the whole service. */
function present(absent: TokenTest): readonly Principal[] {
  if (!('all' in absent)) return [];
  const losses = new Losses();
  return absent.all.flatMap((each) => {
    const principal = principalOf(each, { split: [], losses });
    return principal === undefined ? [] : [not(principal)];
  });
}
