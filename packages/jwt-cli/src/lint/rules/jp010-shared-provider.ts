import { acceptedBy, operationsOf, rulesIn } from '../places.js';
import type { LintRule } from '../rule.js';

/** Providers whose one issuer signs for everyone who has an account there. */
const PUBLIC: ReadonlySet<string> = new Set([
  'apple',
  'buildkite',
  'circleci',
  'github-actions',
  'gitlab-ci',
  'google',
]);

export const sharedProvider: LintRule = {
  id: 'JP010',
  title: "A public provider without your organisation's name",
  severity: 'error',
  why: 'Everyone can open an account with this provider and get a token from the same issuer: a rule that takes any of them takes strangers.',
  write:
    'Name yourself: tenants or require with the id of your organisation under the issuer, or identities and where in every rule.',
  references: ['RFC 8725 §3.8', 'NHI3:2025', 'NHI6:2025', 'PR.AA-05', 'GOVERN 6.1'],
  *find({ document, model }) {
    for (const operation of operationsOf({ document, model })) {
      const service = model.services[operation.service];
      if (service === undefined) continue;
      const strangers = acceptedBy(model, service).filter(({ issuer: { name, profile, tenants } }) => {
        const own = Object.keys(document.issuers[name]?.require ?? {}).length > 0;
        return profile !== undefined && PUBLIC.has(profile) && tenants === undefined && !own;
      });
      for (const { resolved, written, at } of rulesIn(operation)) {
        if (resolved.who !== undefined && 'identity' in resolved.who) continue;
        if (Object.keys(written.where ?? {}).length > 0) continue;
        const taken = strangers.find(
          ({ issuer: { name } }) => written.issuer === undefined || written.issuer === name,
        );
        if (taken === undefined) continue;
        const { name, profile = '' } = taken.issuer;
        yield { at, message: `This rule takes the token of any account at ${profile} (issuer "${name}").` };
      }
    }
  },
};
