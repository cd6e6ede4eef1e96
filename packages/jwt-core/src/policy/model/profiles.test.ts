import { describe, expect, it } from 'vitest';
import { createSigner, NOW, type Signer } from '../../../test/mint.js';
import { asking } from '../../../test/orders.js';
import { PROVIDER_TOKENS, type ProviderToken, type TokenChange } from '../../../test/provider-tokens.js';
import { type Verifier } from '../../verify/verifier.js';
import { createVerifier } from '../../verify/create-verifier.js';
import type { IssuerDocument, ProfileName } from '../document/document.js';
import { definePolicy, type Policy } from '../policy.js';
import { PolicyError } from '../policy-error.js';
import { ConfigurationError } from '../../options/configuration-error.js';
import { PROFILES } from './profiles.js';

type PolicyPart = Pick<ProviderToken, 'audience' | 'defaults'>;

/** One service that takes this issuer for one operation, for every principal. */
function policyOf(issuer: IssuerDocument, { audience, defaults = {} }: PolicyPart): Policy {
  return definePolicy({
    apiVersion: 'jwt-policy/v1',
    kind: 'JwtPolicy',
    metadata: { name: 'providers' },
    defaults,
    issuers: { provider: issuer },
    services: {
      orders: {
        audience,
        accept: ['provider'],
        operations: {
          act: {
            route: 'GET /orders',
            tenant: 'any',
            allow: [{ principal: 'user' }, { principal: 'workload' }],
          },
        },
      },
    },
  });
}

const signers = new Map<ProviderToken, Promise<Signer>>();

/** RSA keys take their time: one for each provider. */
function signerOf(provider: ProviderToken): Promise<Signer> {
  const signer = signers.get(provider) ?? createSigner(provider.alg ?? 'RS256', 'k1', provider.jwk);
  signers.set(provider, signer);
  return signer;
}

async function verifierOf(provider: ProviderToken, issuer: Partial<IssuerDocument> = {}): Promise<Verifier> {
  const { jwk } = await signerOf(provider);
  const keys = { jwks: { keys: [jwk] } };
  const policy = policyOf({ profile: provider.profile, ...provider.issuer, keys, ...issuer }, provider);
  return createVerifier({ policy, clock: () => NOW });
}

/** Who a token of the provider speaks of, else the code of the denial. */
async function verdict(
  provider: ProviderToken,
  change: Omit<TokenChange, 'name'> = {},
  issuer: Partial<IssuerDocument> = {},
): Promise<string | undefined> {
  const signer = await signerOf(provider);
  const token = await signer.sign(
    { ...provider.claims, ...change.claims },
    { ...provider.header, ...change.header },
  );
  const decision = await (await verifierOf(provider, issuer)).decide(asking(token), { operation: 'act' });
  return decision.outcome === 'deny' ? decision.code : decision.identity?.principal;
}

describe.each(PROVIDER_TOKENS)('$profile: $name', (provider) => {
  it('passes as documented', async () => {
    expect(await verdict(provider)).toBe(provider.principal);
  });

  it.each(provider.variants)('passes: $name', async (variant) => {
    expect(await verdict(provider, variant)).toBe(variant.principal ?? provider.principal);
  });

  it.each(provider.nearMisses)('does not pass: $name ($code)', async ({ code, ...change }) => {
    expect(await verdict(provider, change)).toBe(code);
  });

  it('has near misses enough, each of its own', () => {
    const names = [...provider.variants, ...provider.nearMisses].map(({ name }) => name);
    expect(provider.nearMisses.length).toBeGreaterThanOrEqual(4);
    expect(new Set(names).size).toBe(names.length);
  });
});

/** The documented token of a profile. */
function documented(profile: ProfileName, name = ''): ProviderToken {
  const found = PROVIDER_TOKENS.find((each) => each.profile === profile && each.name.includes(name));
  if (found === undefined) throw new Error(`No token of ${profile}.`);
  return found;
}

describe('the principal in the document', () => {
  it.each(['entra-v2', 'auth0', 'keycloak', 'cognito'] as const)(
    'never makes a machine of %s a user',
    async (name) => {
      const provider = documented(name);
      const machine = provider.variants.find(({ principal }) => principal === 'workload');
      expect(machine).toBeDefined();
      expect(await verdict(provider, machine, { principal: 'workload' })).toBe('workload');
      expect(await verdict(provider, {}, { principal: 'user' })).toBe('user');
      expect(await verdict(provider, machine, { principal: 'user' })).toBe('claims.mismatch');
      expect(await verdict(provider, {}, { principal: 'workload' })).toBe('claims.mismatch');
    },
  );
});

describe('the keys of a SPIFFE bundle', () => {
  it.each(['sig', 'x509-svid', undefined])('do not check a JWT-SVID where their use is %s', async (use) => {
    const provider: ProviderToken = { ...documented('spiffe-jwt-svid'), jwk: { use, alg: undefined } };
    const { jwk } = await signerOf(provider);
    const { jwk: meant } = await createSigner('ES256', 'k2', { use: 'jwt-svid', alg: undefined });
    expect(await verdict(provider, {}, { keys: { jwks: { keys: [jwk, meant] } } })).toBe('key.unsuitable');
  });

  // A bundle names no alg, and six algorithms fit an RSA key.
  it('that are RSA keys need algs with one entry', async () => {
    const provider: ProviderToken = { ...documented('spiffe-jwt-svid'), alg: 'RS256' };
    await expect(verdict(provider)).rejects.toThrow(ConfigurationError);
    expect(await verdict(provider, {}, { algs: ['RS256'] })).toBe('workload');
  });
});

/** Forms of `iss` that a profile takes, and those that it does not. */
const FORMS: Readonly<Record<string, { readonly good: readonly string[]; readonly bad: readonly string[] }>> =
  {
    'kubernetes-sa': {
      good: [
        'https://kubernetes.default.svc.cluster.local',
        'https://kubernetes.default.svc',
        'https://container.googleapis.com/v1/projects/shop/locations/europe-west1/clusters/prod',
        'https://oidc.eks.eu-central-1.amazonaws.com/id/0123456789ABCDEF0123456789ABCDEF',
        'https://westeurope.oic.prod-aks.azure.com/72f988bf-86f1-41af-91ab-2d7cd011db47/8eaef023-2b34-4da1-9baa-8bc8c9d6a490/',
      ],
      bad: ['kubernetes/serviceaccount', 'api', 'http://kubernetes.default.svc'],
    },
    'github-actions': {
      good: [
        'https://token.actions.githubusercontent.com',
        'https://token.actions.githubusercontent.com/octocat-inc',
        'https://token.actions.octocorp.ghe.com',
        'https://token.actions.octocorp.ghe.com/octocorp',
        'https://github.acme.example/_services/token',
        'https://github.acme.example:8443/_services/token',
      ],
      bad: [
        'https://token.actions.githubusercontent.com/',
        'http://token.actions.githubusercontent.com',
        'https://token.actions.githubusercontent.com.evil.example',
        'https://evil.example/token.actions.githubusercontent.com',
        'https://token.actions.githubusercontent.com/a/b',
        'https://github.com',
        'https://evil.example/x/_services/token',
        'https://evil.example?/_services/token',
      ],
    },
    'entra-v2': {
      good: [
        'https://login.microsoftonline.com/72f988bf-86f1-41af-91ab-2d7cd011db47/v2.0',
        'https://login.microsoftonline.us/72f988bf-86f1-41af-91ab-2d7cd011db47/v2.0',
        'https://login.partner.microsoftonline.cn/72f988bf-86f1-41af-91ab-2d7cd011db47/v2.0',
        'https://72f988bf-86f1-41af-91ab-2d7cd011db47.ciamlogin.com/72f988bf-86f1-41af-91ab-2d7cd011db47/v2.0',
      ],
      bad: [
        'https://login.microsoftonline.com/common/v2.0',
        'https://login.microsoftonline.com/organizations/v2.0',
        'https://login.microsoftonline.com/contoso.onmicrosoft.com/v2.0',
        'https://login.microsoftonline.com/72f988bf-86f1-41af-91ab-2d7cd011db47/v2.0/',
        'https://login.microsoftonline.com/72f988bf-86f1-41af-91ab-2d7cd011db47',
        'https://login.microsoftonline.com/{tenantid}/v2.0',
        'https://sts.windows.net/72f988bf-86f1-41af-91ab-2d7cd011db47/',
        'https://login.microsoftonline.com.evil.example/72f988bf-86f1-41af-91ab-2d7cd011db47/v2.0',
      ],
    },
    auth0: {
      good: [
        'https://my-domain.auth0.com/',
        'https://my-domain.eu.auth0.com/',
        'https://login.acme.example/',
      ],
      bad: [
        'https://my-domain.auth0.com',
        'my-domain.auth0.com',
        'http://my-domain.auth0.com/',
        'https://a.b/c/',
      ],
    },
    keycloak: {
      good: [
        'https://sso.acme.example/realms/shop',
        'https://sso.acme.example/auth/realms/shop',
        'http://localhost:8080/realms/shop',
      ],
      bad: [
        'https://sso.acme.example/realms/shop/',
        'https://sso.acme.example',
        'https://sso.acme.example/realms/',
        'https://sso.acme.example/realms/shop/protocol/openid-connect',
      ],
    },
    cognito: {
      good: [
        'https://cognito-idp.us-west-2.amazonaws.com/us-west-2_example',
        'https://cognito-idp.us-gov-west-1.amazonaws.com/us-gov-west-1_aB3',
        'https://cognito-idp.cn-north-1.amazonaws.com.cn/cn-north-1_aB3',
        'https://issuer-cognito-idp.us-west-2.amazonaws.com/us-west-2_example',
      ],
      bad: [
        'https://shop.auth.us-west-2.amazoncognito.com',
        'https://cognito-idp.us-west-2.amazonaws.com/us-west-2_example/',
        'https://cognito-idp.us-west-2.amazonaws.com.evil.example/us-west-2_example',
        'https://cognito-identity.amazonaws.com',
        'https://evilcognito-idp.us-west-2.amazonaws.com/us-west-2_example',
      ],
    },
  };

/** An issuer without one of its members. */
function without(issuer: IssuerDocument, member: keyof IssuerDocument): IssuerDocument {
  return Object.fromEntries(Object.entries(issuer).filter(([name]) => name !== member));
}

/** The codes and places of what is wrong with a document. */
function problemsOf(issuer: IssuerDocument, audience: string): readonly string[] {
  try {
    policyOf(issuer, { audience });
    return [];
  } catch (error) {
    if (!(error instanceof PolicyError)) throw error;
    return error.problems.map(({ code, pointer }) => `${code} ${pointer}`);
  }
}

describe.each(Object.entries(FORMS))('the iss of %s', (name, { good, bad }) => {
  const { issuer, audience, profile } = documented(name as ProfileName);
  const withIss = (iss: string): readonly string[] =>
    problemsOf({ profile, ...without(issuer, 'tenants'), iss }, audience);

  it.each(good)('may be %s', (iss) => {
    expect(withIss(iss)).toEqual([]);
  });

  it.each(bad)('may not be %s', (iss) => {
    expect(withIss(iss)).toContain('widening /issuers/provider/iss');
  });

  it('is read in linear time', () => {
    const pattern = PROFILES[name as ProfileName].issForm?.pattern;
    for (const piece of ['/realms/a', 'a', '-', '.', '/', 'a/', '{tenant}']) {
      const started = performance.now();
      expect(pattern?.test(`https://${piece.repeat(50_000)} `)).toBe(false);
      expect(performance.now() - started).toBeLessThan(200);
    }
  });
});

describe('an audience that says nothing about the service', () => {
  it.each([
    ['kubernetes-sa', 'https://kubernetes.default.svc.cluster.local'],
    ['kubernetes-sa', 'https://kubernetes.default.svc'],
    ['kubernetes-sa', 'kubernetes.default.svc'],
    ['github-actions', 'https://github.com/octo-org'],
    ['github-actions', 'https://octocorp.ghe.com/octo-org'],
    ['entra-v2', 'api://6e74172b-be56-4843-9ff4-e66a39bb12e3'],
    ['entra-v2', '00000003-0000-0000-c000-000000000000'],
    ['entra-v2', 'https://graph.microsoft.com'],
    ['auth0', 'https://my-domain.auth0.com/userinfo'],
    ['auth0', 'https://my-domain.auth0.com/api/v2/'],
    ['keycloak', 'account'],
    ['keycloak', 'realm-management'],
  ] as const)('is rejected for %s: %s', (name, audience) => {
    const { issuer, profile } = documented(name);
    expect(problemsOf({ profile, ...issuer }, audience)).toEqual(['invalid /services/orders/accept/0']);
  });
});

describe('a claim that no other party can take over', () => {
  it.each(['github-actions', 'cognito', 'google'] as const)('has to be pinned for %s', (name) => {
    const { issuer, audience, profile } = documented(name);
    const unpinned = { profile, ...without(issuer, 'require') };
    expect(problemsOf(unpinned, audience)).toEqual(['missing_key /issuers/provider/require']);
  });
});

describe('the table', () => {
  it('has a documented token for each profile', () => {
    const covered = new Set(PROVIDER_TOKENS.map(({ profile }) => profile));
    expect([...covered].toSorted()).toEqual(Object.keys(PROFILES).toSorted());
  });

  it('cannot be changed', () => {
    const open = (value: object): readonly object[] => [
      ...(Object.isFrozen(value) ? [] : [value]),
      ...Object.values(value).flatMap((member) =>
        typeof member === 'object' && member !== null ? open(member as object) : [],
      ),
    ];
    expect(open(PROFILES)).toEqual([]);
  });

  it.each(Object.entries(PROFILES))('says where %s is documented', (_name, { documentation }) => {
    expect(new URL(documentation).protocol).toBe('https:');
  });
});
