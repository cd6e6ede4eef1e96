import type { Profile } from '../profile.js';
import { words } from './words.js';

export const kubernetesSa: Profile = {
  provider: 'Kubernetes service accounts',
  documentation:
    'https://kubernetes.io/docs/reference/access-authn-authz/service-accounts-admin/#bound-service-account-tokens',
  notes: ['The API server writes no `typ`.', 'Legacy tokens never expire and are rejected.'],
  // Legacy tokens never expire and name no audience. Their iss is `kubernetes/serviceaccount`.
  issForm: { pattern: /^https:\/\/[^\s?#]+$/u, words: 'https://HOST, as --service-account-issuer has it' },
  owns: {
    // Inside of a cluster, a legacy token, EKS, GKE, AKS. Other clusters have an address that says nothing.
    pattern:
      /^(?:kubernetes\/serviceaccount$|https?:\/\/(?:kubernetes\.default(?:\.svc(?:\.[a-z0-9.-]+)?)?|oidc\.eks\.[a-z0-9-]+\.(?:amazonaws\.com(?:\.cn)?|amazonaws\.eu)|container\.googleapis\.com|(?:[a-z0-9-]+\.)?oi(?:d)?c\.(?:[a-z0-9-]+\.)?prod-aks\.azure\.(?:com|us|cn))(?:[:/]|$))/iu,
    words:
      'kubernetes.default.svc…, oidc.eks.REGION.amazonaws.com, container.googleapis.com, *.prod-aks.azure.com, and the legacy kubernetes/serviceaccount',
    because: 'a cluster signs for service accounts alone, and never for a person.',
  },
  issuer: {
    keys: { discovery: 'oidc' },
    algs: ['RS256', 'ES256', 'ES384', 'ES512'],
    typ: 'JWT',
    // The API server writes no `typ`; an external signer (Kubernetes 1.32) writes JWT.
    lacks: { typ: { shownBy: ['kubernetes.io'] } },
    principal: 'workload',
    require: {
      sub: { startsWith: 'system:serviceaccount:' },
      // The uid is what a deleted and created again account of the same name does not share.
      '/kubernetes.io/namespace': { present: true },
      '/kubernetes.io/serviceaccount/name': { present: true },
      '/kubernetes.io/serviceaccount/uid': { present: true },
    },
  },
  rejectedAudiences: {
    // A service that receives such a token can use it at the API server.
    pattern: /^(?:https:\/\/)?kubernetes\.default\.svc(?:$|[.:/])/u,
    words: 'https://kubernetes.default.svc…',
    because:
      'it is the audience of the API server, and every pod has such a token. Ask for an audience of your own in a projected volume.',
  },
  // https://github.com/kubernetes/kubernetes/blob/master/pkg/serviceaccount/claims.go
  texts: words(
    'namespace pod/name pod/uid node/name node/uid secret/name secret/uid serviceaccount/name serviceaccount/uid',
  ).map((member) => `/kubernetes.io/${member}`),
};
