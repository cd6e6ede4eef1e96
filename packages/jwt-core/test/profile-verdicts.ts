/**
 * The matrix of profiles: a row for each kind of token, a column for each way to write an issuer (see `COLUMNS`).
 * `user`, `workload`: it passes, and speaks of one. `-`: the policy does not load. Else the code that denies it: `miss`,
 * `form` and `claim` are `claims.missing`, `claims.malformed` and `claims.mismatch`; the others are layers.
 */

/** The issuer has the token's own `iss` and its audience, where that loads. */
export const BY_ISSUER = `
                              rfc9068  oidc     k8s      spiffe   github   entra    auth0    keycloak cognito  google-u google-w at+jwt   JWT-u    JWT-w
RFC 9068: a person            user     type     type     type     -        -        claim    -        -        -        -        user     type     type
RFC 9068: a client            workload type     type     type     -        -        claim    -        -        -        -        workload type     type
OpenID: an ID token           type     user     claim    claim    -        -        -        -        -        -        -        type     type     type
OpenID: an ID token with typ  type     user     claim    claim    -        -        -        -        -        -        -        type     user     workload
OpenID: a logout token        type     claim    claim    claim    -        -        -        -        -        -        -        type     claim    workload
Entra: a person               -        -        -        -        -        user     -        -        -        -        -        -        -        -
Entra: an app                 -        -        -        -        -        workload -        -        -        -        -        -        -        -
Entra: an app, no idtyp       -        -        -        -        -        claim    -        -        -        -        -        -        -        -
Entra: an app, no role        -        -        -        -        -        claim    -        -        -        -        -        -        -        -
Entra: an ID token            -        -        -        -        -        claim    -        -        -        -        -        -        -        -
Entra: v1.0, a person         -        -        -        -        -        -        -        -        -        -        -        -        -        -
Entra: v1.0, an app           -        -        -        -        -        -        -        -        -        -        -        -        -        -
Entra: v1.0, no idtyp         -        -        -        -        -        -        -        -        -        -        -        -        -        -
Auth0: a person               type     -        -        -        -        -        user     -        -        -        -        type     -        -
Auth0: a person, at+jwt       user     -        -        -        -        -        user     -        -        -        -        user     -        -
Auth0: a person, no scope     type     -        -        -        -        -        user     -        -        -        -        type     -        -
Auth0: a machine              type     -        -        -        -        -        workload -        -        -        -        type     -        -
Auth0: a machine, at+jwt      claim    -        -        -        -        -        claim    -        -        -        -        claim    -        -
Auth0: an ID token            type     -        -        -        -        -        claim    -        -        -        -        type     -        -
Auth0: a logout token         type     -        -        -        -        -        type     -        -        -        -        type     -        -
Keycloak: a person            type     audience claim    claim    -        -        -        user     -        -        -        type     user     workload
Keycloak: a person, at+jwt    miss     type     type     type     -        -        -        user     -        -        -        miss     type     type
Keycloak: a service account   type     audience claim    claim    -        -        -        workload -        -        -        type     claim    workload
Keycloak: account, at+jwt     claim    type     type     type     -        -        -        workload -        -        -        claim    type     type
Keycloak: account, no name    claim    type     type     type     -        -        -        claim    -        -        -        claim    type     type
Keycloak: an ID token         type     user     claim    claim    -        -        -        claim    -        -        -        type     user     workload
Keycloak: account, ID token   type     claim    claim    claim    -        -        -        claim    -        -        -        type     claim    workload
Keycloak: a refresh token     type     claim    -        claim    -        -        -        -        -        -        -        type     claim    workload
Keycloak: an offline token    type     audience claim    claim    -        -        -        claim    -        -        -        type     claim    workload
Keycloak: a logout token      type     claim    claim    claim    -        -        -        claim    -        -        -        type     claim    workload
Cognito: a person             -        -        -        -        -        -        -        -        user     -        -        -        -        -
Cognito: a machine            -        -        -        -        -        -        -        -        workload -        -        -        -        -
Cognito: an ID token          -        -        -        -        -        -        -        -        miss     -        -        -        -        -
Cognito: a guest              -        -        -        -        -        -        -        -        -        -        -        -        -        -
Google: a person              -        -        -        -        -        -        -        -        -        user     claim    -        -        -
Google: a service account     -        -        -        -        -        -        -        -        -        claim    workload -        -        -
Google: account, by key       -        -        -        -        -        -        -        -        -        claim    workload -        -        -
Google: account, no address   -        -        -        -        -        -        -        -        -        claim    workload -        -        -
Kubernetes: a pod             -        -        workload -        -        -        -        -        -        -        -        -        -        -
Kubernetes: a pod, typ        -        -        workload -        -        -        -        -        -        -        -        -        -        -
Kubernetes: a pod of EKS      -        -        workload -        -        -        -        -        -        -        -        -        -        -
Kubernetes: a legacy token    -        -        -        -        -        -        -        -        -        -        -        -        -        -
SPIFFE: a JWT-SVID            issuer   issuer   issuer   workload issuer   -        issuer   issuer   issuer   issuer   issuer   issuer   issuer   issuer
SPIFFE: an SVID with iss      type     claim    claim    workload -        -        -        -        -        -        -        type     claim    workload
GitHub: a workflow            -        -        -        -        workload -        -        -        -        -        -        -        -        -
GitHub: its own sub           -        -        -        -        workload -        -        -        -        -        -        -        -        -
GitHub: an enterprise         -        -        -        -        workload -        -        -        -        -        -        -        -        -
Google: IAP, an account       type     claim    claim    claim    -        -        -        -        -        -        -        type     claim    workload
Firebase: a person            type     user     claim    claim    -        -        -        -        -        -        -        type     user     workload
AWS: a role                   type     claim    claim    claim    -        -        -        -        -        -        -        type     claim    workload
GitLab: a job                 type     claim    claim    claim    -        -        -        -        -        -        -        type     claim    workload
GitLab: a person              type     user     claim    claim    -        -        -        -        -        -        -        type     user     workload
CircleCI: a job               type     claim    claim    claim    -        -        -        -        -        -        -        type     claim    workload
Buildkite: a job              type     claim    claim    claim    -        -        -        -        -        -        -        type     claim    workload
HCP Terraform: a run          type     claim    claim    claim    -        -        -        -        -        -        -        type     claim    workload
Bitbucket: a step             type     claim    claim    claim    -        -        -        -        -        -        -        type     claim    workload
Azure DevOps: a pipeline      type     claim    claim    claim    -        -        -        -        -        -        -        type     claim    workload
Azure DevOps: a connection    type     claim    claim    claim    -        -        -        -        -        -        -        type     claim    workload
Okta: a person                type     claim    claim    claim    -        -        -        -        -        -        -        type     user     workload
Okta: an app                  type     claim    claim    claim    -        -        -        -        -        -        -        type     claim    workload
Okta: an app, no scope        type     claim    claim    claim    -        -        -        -        -        -        -        type     claim    workload
Duende: a client, no sub      miss     type     type     type     -        -        -        -        -        -        -        miss     type     type
`;

/** The token has the `iss` and the audience of the issuer: its header and its other claims decide alone. */
export const BY_CLAIMS = `
                              rfc9068  oidc     k8s      spiffe   github   entra    auth0    keycloak cognito  google-u google-w at+jwt   JWT-u    JWT-w
RFC 9068: a person            user     type     type     type     type     type     claim    miss     type     type     type     user     type     type
RFC 9068: a client            workload type     type     type     type     type     claim    miss     type     type     type     workload type     type
OpenID: an ID token           type     user     claim    claim    type     type     type     type     miss     type     type     type     type     type
OpenID: an ID token with typ  type     user     claim    claim    miss     miss     claim    miss     miss     user     claim    type     user     workload
OpenID: a logout token        type     claim    claim    claim    miss     miss     claim    miss     miss     claim    claim    type     claim    workload
Entra: a person               type     claim    claim    claim    miss     user     claim    miss     miss     user     claim    type     user     workload
Entra: an app                 type     claim    claim    claim    miss     workload claim    miss     miss     claim    workload type     claim    workload
Entra: an app, no idtyp       type     claim    claim    claim    miss     claim    claim    miss     miss     claim    workload type     claim    workload
Entra: an app, no role        type     claim    claim    claim    miss     claim    claim    miss     miss     claim    workload type     claim    workload
Entra: an ID token            type     user     claim    claim    miss     claim    claim    miss     miss     user     claim    type     user     workload
Entra: v1.0, a person         type     claim    claim    claim    miss     claim    claim    miss     miss     user     claim    type     user     workload
Entra: v1.0, an app           type     claim    claim    claim    miss     claim    claim    miss     miss     claim    workload type     claim    workload
Entra: v1.0, no idtyp         type     claim    claim    claim    miss     claim    claim    miss     miss     claim    workload type     claim    workload
Auth0: a person               type     claim    claim    claim    miss     miss     user     miss     miss     user     claim    type     user     workload
Auth0: a person, at+jwt       user     type     type     type     type     type     user     miss     type     type     type     user     type     type
Auth0: a person, no scope     type     claim    claim    claim    miss     miss     user     miss     miss     user     claim    type     user     workload
Auth0: a machine              type     claim    claim    claim    miss     miss     workload miss     miss     claim    workload type     claim    workload
Auth0: a machine, at+jwt      claim    type     type     type     type     type     claim    miss     type     type     type     claim    type     type
Auth0: an ID token            type     user     claim    claim    miss     miss     claim    miss     miss     user     claim    type     user     workload
Auth0: a logout token         type     type     type     type     type     type     type     type     type     type     type     type     type     type
Keycloak: a person            type     claim    claim    claim    miss     miss     claim    user     miss     user     claim    type     user     workload
Keycloak: a person, at+jwt    miss     type     type     type     type     type     claim    user     type     type     type     miss     type     type
Keycloak: a service account   type     claim    claim    claim    miss     miss     claim    workload miss     claim    workload type     claim    workload
Keycloak: account, at+jwt     claim    type     type     type     type     type     claim    workload type     type     type     claim    type     type
Keycloak: account, no name    claim    type     type     type     type     type     claim    claim    type     type     type     claim    type     type
Keycloak: an ID token         type     user     claim    claim    miss     miss     claim    claim    miss     user     claim    type     user     workload
Keycloak: account, ID token   type     claim    claim    claim    miss     miss     claim    claim    miss     claim    workload type     claim    workload
Keycloak: a refresh token     type     claim    claim    claim    miss     miss     claim    claim    miss     claim    workload type     claim    workload
Keycloak: an offline token    type     claim    claim    claim    miss     miss     claim    claim    miss     claim    workload type     claim    workload
Keycloak: a logout token      type     claim    claim    claim    miss     miss     claim    claim    miss     claim    claim    type     claim    workload
Cognito: a person             type     claim    claim    claim    type     type     type     type     user     type     type     type     type     type
Cognito: a machine            type     claim    claim    claim    type     type     type     type     workload type     type     type     type     type
Cognito: an ID token          type     user     claim    claim    type     type     type     type     miss     type     type     type     type     type
Cognito: a guest              type     claim    claim    claim    type     type     type     type     miss     type     type     type     type     type
Google: a person              type     user     claim    claim    miss     miss     claim    miss     miss     user     claim    type     user     workload
Google: a service account     type     claim    claim    claim    miss     miss     claim    miss     miss     claim    workload type     claim    workload
Google: account, by key       type     claim    claim    claim    miss     miss     claim    miss     miss     claim    workload type     claim    workload
Google: account, no address   type     claim    claim    claim    miss     miss     claim    miss     miss     claim    workload type     claim    workload
Kubernetes: a pod             type     claim    workload claim    type     type     type     type     miss     type     type     type     type     type
Kubernetes: a pod, typ        type     claim    workload claim    miss     miss     claim    miss     miss     claim    workload type     claim    workload
Kubernetes: a pod of EKS      type     claim    workload claim    type     type     type     type     miss     type     type     type     type     type
Kubernetes: a legacy token    type     time     time     time     type     type     type     type     audience type     type     type     type     type
SPIFFE: a JWT-SVID            issuer   issuer   issuer   workload issuer   issuer   issuer   issuer   issuer   issuer   issuer   issuer   issuer   issuer
SPIFFE: an SVID with iss      type     claim    claim    workload miss     miss     claim    miss     miss     claim    workload type     claim    workload
GitHub: a workflow            type     claim    claim    claim    workload miss     claim    miss     miss     claim    workload type     claim    workload
GitHub: its own sub           type     claim    claim    claim    workload miss     claim    miss     miss     claim    workload type     claim    workload
GitHub: an enterprise         type     claim    claim    claim    workload miss     claim    miss     miss     claim    workload type     claim    workload
Google: IAP, an account       type     claim    claim    claim    miss     miss     claim    miss     miss     claim    workload type     claim    workload
Firebase: a person            type     user     claim    claim    miss     miss     claim    miss     miss     user     claim    type     user     workload
AWS: a role                   type     claim    claim    claim    miss     miss     claim    miss     miss     claim    workload type     claim    workload
GitLab: a job                 type     claim    claim    claim    miss     miss     claim    miss     miss     claim    workload type     claim    workload
GitLab: a person              type     user     claim    claim    miss     miss     claim    miss     miss     user     claim    type     user     workload
CircleCI: a job               type     claim    claim    claim    miss     miss     claim    miss     miss     claim    workload type     claim    workload
Buildkite: a job              type     claim    claim    claim    miss     miss     claim    miss     miss     claim    workload type     claim    workload
HCP Terraform: a run          type     claim    claim    claim    miss     miss     claim    miss     miss     claim    workload type     claim    workload
Bitbucket: a step             type     claim    claim    claim    miss     miss     claim    miss     miss     claim    workload type     claim    workload
Azure DevOps: a pipeline      type     claim    claim    claim    miss     miss     claim    miss     miss     claim    workload type     claim    workload
Azure DevOps: a connection    type     claim    claim    claim    miss     miss     claim    miss     miss     claim    workload type     claim    workload
Okta: a person                type     claim    claim    claim    miss     form     claim    miss     miss     user     claim    type     user     workload
Okta: an app                  type     claim    claim    claim    miss     form     claim    miss     miss     claim    workload type     claim    workload
Okta: an app, no scope        type     claim    claim    claim    miss     form     claim    miss     miss     claim    workload type     claim    workload
Duende: a client, no sub      miss     type     type     type     type     type     claim    miss     type     type     type     miss     type     type
`;
