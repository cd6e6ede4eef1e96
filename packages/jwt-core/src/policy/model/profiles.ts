/** What is known of identity providers: one table, one file for each. A document names a profile, and may only tighten it. */

import type { ProfileName } from '../document/document.js';
import { deepFreeze } from '../../json/plain.js';
import type { Profile } from './profile.js';
import { auth0 } from './profiles/auth0.js';
import { cognito } from './profiles/cognito.js';
import { entraV2 } from './profiles/entra-v2.js';
import { githubActions } from './profiles/github-actions.js';
import { google } from './profiles/google.js';
import { keycloak } from './profiles/keycloak.js';
import { kubernetesSa } from './profiles/kubernetes-sa.js';
import { oidcIdToken } from './profiles/oidc-id-token.js';
import { rfc9068 } from './profiles/rfc9068.js';
import { spiffeJwtSvid } from './profiles/spiffe-jwt-svid.js';

/** The table. */
export const PROFILES: Readonly<Record<ProfileName, Profile>> = deepFreeze({
  rfc9068,
  'oidc-id-token': oidcIdToken,
  'kubernetes-sa': kubernetesSa,
  'spiffe-jwt-svid': spiffeJwtSvid,
  'github-actions': githubActions,
  'entra-v2': entraV2,
  auth0,
  keycloak,
  cognito,
  google,
});
