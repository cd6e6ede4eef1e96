/** The table of alterations, in the order of the layers that must deny them. */

import { ALGORITHM_ALTERATIONS } from './algorithm.js';
import type { Alteration } from './alteration.js';
import { AUDIENCE_ALTERATIONS } from './audience.js';
import { BINDING_ALTERATIONS } from './binding.js';
import { CANONICAL_FORM_ALTERATIONS } from './canonical-form.js';
import { CLAIMS_ALTERATIONS } from './claims.js';
import { CREDENTIAL_ALTERATIONS } from './credential.js';
import { FORMAT_ALTERATIONS } from './format.js';
import { INEXACT_NUMBER_ALTERATIONS } from './inexact-numbers.js';
import { ISSUER_ALTERATIONS } from './issuer.js';
import { KEY_ALTERATIONS } from './key.js';
import { OPERATION_ALTERATIONS } from './operation.js';
import { SIGNATURE_ALTERATIONS } from './signature.js';
import { TENANT_ALTERATIONS } from './tenant.js';
import { TIME_ALTERATIONS } from './time.js';
import { TYPE_ALTERATIONS } from './type.js';
import { UNSUPPORTED_FORM_ALTERATIONS } from './unsupported-form.js';

/** Precise ways to break a good token. */
export const ALTERATIONS: readonly Alteration[] = [
  ...CREDENTIAL_ALTERATIONS,
  ...FORMAT_ALTERATIONS,
  ...INEXACT_NUMBER_ALTERATIONS,
  ...CANONICAL_FORM_ALTERATIONS,
  ...UNSUPPORTED_FORM_ALTERATIONS,
  ...ISSUER_ALTERATIONS,
  ...ALGORITHM_ALTERATIONS,
  ...KEY_ALTERATIONS,
  ...SIGNATURE_ALTERATIONS,
  ...TYPE_ALTERATIONS,
  ...AUDIENCE_ALTERATIONS,
  ...TIME_ALTERATIONS,
  ...CLAIMS_ALTERATIONS,
  ...TENANT_ALTERATIONS,
  ...BINDING_ALTERATIONS,
  ...OPERATION_ALTERATIONS,
];
