/** What is known of identity providers: one table, one file for each. A document names a profile, and may only tighten it. */

import type { ProfileName } from '../document/document.js';
import { deepFreeze } from '../../json/plain.js';
import type { Profile } from './profile.js';
import { apple } from './profiles/apple.js';
import { auth0 } from './profiles/auth0.js';
import { authentik } from './profiles/authentik.js';
import { azureAdB2c } from './profiles/azure-ad-b2c.js';
import { betterAuth } from './profiles/better-auth.js';
import { buildkite } from './profiles/buildkite.js';
import { circleci } from './profiles/circleci.js';
import { clerk } from './profiles/clerk.js';
import { cloudflareAccess } from './profiles/cloudflare-access.js';
import { cognito } from './profiles/cognito.js';
import { duende } from './profiles/duende.js';
import { entraExternalId } from './profiles/entra-external-id.js';
import { entraV1 } from './profiles/entra-v1.js';
import { entraV2 } from './profiles/entra-v2.js';
import { firebase } from './profiles/firebase.js';
import { fusionauth } from './profiles/fusionauth.js';
import { githubActions } from './profiles/github-actions.js';
import { gitlabCi } from './profiles/gitlab-ci.js';
import { google } from './profiles/google.js';
import { googleIap } from './profiles/google-iap.js';
import { keycloak } from './profiles/keycloak.js';
import { kubernetesSa } from './profiles/kubernetes-sa.js';
import { logto } from './profiles/logto.js';
import { oidcIdToken } from './profiles/oidc-id-token.js';
import { okta } from './profiles/okta.js';
import { oktaOrg } from './profiles/okta-org.js';
import { openauth } from './profiles/openauth.js';
import { oryHydra } from './profiles/ory-hydra.js';
import { pingfederate } from './profiles/pingfederate.js';
import { pingone } from './profiles/pingone.js';
import { rfc9068 } from './profiles/rfc9068.js';
import { spiffeJwtSvid } from './profiles/spiffe-jwt-svid.js';
import { stytch } from './profiles/stytch.js';
import { supabase } from './profiles/supabase.js';
import { workos } from './profiles/workos.js';
import { zitadel } from './profiles/zitadel.js';

/** The table. */
export const PROFILES: Readonly<Record<ProfileName, Profile>> = deepFreeze({
  rfc9068,
  'oidc-id-token': oidcIdToken,
  'kubernetes-sa': kubernetesSa,
  'spiffe-jwt-svid': spiffeJwtSvid,
  apple,
  auth0,
  authentik,
  'azure-ad-b2c': azureAdB2c,
  'better-auth': betterAuth,
  buildkite,
  circleci,
  clerk,
  'cloudflare-access': cloudflareAccess,
  cognito,
  duende,
  'entra-external-id': entraExternalId,
  'entra-v1': entraV1,
  'entra-v2': entraV2,
  firebase,
  fusionauth,
  'github-actions': githubActions,
  'gitlab-ci': gitlabCi,
  google,
  'google-iap': googleIap,
  keycloak,
  logto,
  okta,
  'okta-org': oktaOrg,
  openauth,
  'ory-hydra': oryHydra,
  pingfederate,
  pingone,
  stytch,
  supabase,
  workos,
  zitadel,
});
