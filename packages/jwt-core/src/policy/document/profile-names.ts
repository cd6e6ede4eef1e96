/** The names of the profiles, as a document writes them. */

/** The presets: standards, then providers by name. `model/profiles.ts` has what each says. */
export const PROFILE_NAMES = [
  'rfc9068',
  'oidc-id-token',
  'kubernetes-sa',
  'spiffe-jwt-svid',
  'apple',
  'auth0',
  'authentik',
  'azure-ad-b2c',
  'better-auth',
  'buildkite',
  'circleci',
  'clerk',
  'cloudflare-access',
  'cognito',
  'duende',
  'entra-external-id',
  'entra-v1',
  'entra-v2',
  'firebase',
  'fusionauth',
  'github-actions',
  'gitlab-ci',
  'google',
  'google-iap',
  'keycloak',
  'logto',
  'okta',
  'okta-org',
  'openauth',
  'ory-hydra',
  'pingfederate',
  'pingone',
  'stytch',
  'supabase',
  'workos',
  'zitadel',
] as const;

/** A preset for a provider. */
export type ProfileName = (typeof PROFILE_NAMES)[number];
