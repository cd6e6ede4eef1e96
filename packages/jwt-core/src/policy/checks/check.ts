/** What a document of the right shape can still get wrong: references, limits, rules that can never hold. */

import type { PolicyDocument } from '../document/document.js';
import type { ResolvedPolicy } from '../model/resolved-policy.js';
import type { DocumentPlace } from '../problem.js';
import { findRivals } from './check-accept.js';
import { checkClaimTypes } from './check-claim-types.js';
import { checkExpansion } from './check-expansion.js';
import { checkIssuer } from './check-issuer.js';
import { checkReference } from './check-reference.js';
import { checkService } from './check-service.js';
import { checkTightening, type DescribePlace } from './tightening.js';

/** Reports everything that is wrong with a document whose shape is right. */
export function checkMeaning(
  document: PolicyDocument,
  model: ResolvedPolicy,
  root: DocumentPlace,
  describePlace: DescribePlace,
): void {
  // The other checks list every `iss`: beyond the limit they would take minutes, or more memory than there is.
  if (!checkExpansion(model, root)) return;
  for (const [name, issuer] of Object.entries(document.issuers)) {
    const resolved = model.issuers[name];
    if (resolved !== undefined) checkIssuer(issuer, resolved, root.at('issuers', name));
  }
  for (const [name, { issuer }] of Object.entries(document.identities ?? {})) {
    checkReference(issuer, document.issuers, 'issuer', root.at('identities', name, 'issuer'));
  }
  checkClaimTypes(document, model, root);
  const rivals = findRivals(model);
  for (const [name, service] of Object.entries(document.services)) {
    checkService(service, { document, model, rivals }, root.at('services', name));
  }
  checkTightening(document, root, describePlace);
}
