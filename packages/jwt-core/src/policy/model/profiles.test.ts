import { describe, expect, it } from 'vitest';
import { createSigner, NOW, type Signer } from '../../../test/mint.js';
import { asking } from '../../../test/orders.js';
import { ISS_FORMS } from '../../../test/iss-forms.js';
import type { ProviderToken, TokenChange } from '../../../test/provider-token.js';
import { PROVIDER_TOKENS } from '../../../test/provider-tokens.js';
import { type Verifier } from '../../verify/verifier.js';
import { createVerifier } from '../../verify/create-verifier.js';
import type { IssuerDocument, ProfileName } from '../document/document.js';
import { definePolicy, type Policy } from '../policy.js';
import { PolicyError } from '../policy-error.js';
import { ConfigurationError } from '../../options/configuration-error.js';
import { IN_ID_TOKENS } from './id-token.js';
import type { Profile } from './profile.js';
import { PROFILES } from './profiles.js';

type PolicyPart = Pick<ProviderToken, 'audience' | 'defaults' | 'accept'>;

/** One service that takes this issuer for one operation, for every principal. */
function policyOf(issuer: IssuerDocument, { audience, defaults = {}, accept }: PolicyPart): Policy {
  return definePolicy({
    apiVersion: 'jwt-policy/v1',
    kind: 'JwtPolicy',
    metadata: { name: 'providers' },
    defaults,
    issuers: { provider: issuer },
    services: {
      orders: {
        audience,
        accept: [accept === undefined ? 'provider' : { issuer: 'provider', ...accept }],
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

const KEYS = { jwksUri: 'https://keys.example/jwks' };

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

describe.each(PROVIDER_TOKENS.filter(({ idToken }) => idToken !== undefined))(
  'the ID token that $profile signs as well: $name',
  (provider) => {
    const { header = {}, claims = {} } = provider.idToken ?? {};
    const whole: TokenChange = { name: '', header, claims: { ...removed(provider.claims), ...claims } };

    it.each<[what: string, claims: TokenChange['claims']]>([
      ['as it is', {}],
      ['for the service', { aud: provider.audience }],
      ['for the service, without what ties it to a sign-in', { aud: provider.audience, nonce: undefined }],
    ])('is denied %s', async (_what, changes) => {
      const change = { ...whole, claims: { ...whole.claims, ...changes } };
      expect(await verdict(provider, change)).toMatch(/^(?:type|audience|claims)\./u);
    });

    it('is denied for the service where the document writes typ: JWT as well', async () => {
      const change = {
        ...whole,
        header: { typ: 'JWT' },
        claims: { ...whole.claims, aud: provider.audience },
      };
      if (![PROFILES[provider.profile].issuer.typ].flat().includes('JWT')) return;
      expect(await verdict(provider, change, { typ: 'JWT' })).toMatch(/^(?:type|audience|claims)\./u);
    });
  },
);

/** Takes every claim away. */
function removed(claims: ProviderToken['claims']): ProviderToken['claims'] {
  return Object.fromEntries(Object.keys(claims).map((name) => [name, undefined]));
}

/** The documented token of a profile. */
function documented(profile: ProfileName, name = ''): ProviderToken {
  const found = PROVIDER_TOKENS.find((each) => each.profile === profile && each.name.includes(name));
  if (found === undefined) throw new Error(`No token of ${profile}.`);
  return found;
}

describe('the principal in the document', () => {
  it.each([
    ...([
      'entra-v2',
      'auth0',
      'keycloak',
      'cognito',
      'okta',
      'entra-v1',
      'entra-external-id',
      'pingone',
    ] as const),
    ...(['pingfederate', 'duende', 'ory-hydra', 'authentik', 'fusionauth', 'workos', 'logto'] as const),
    ...(['stytch', 'cloudflare-access'] as const),
  ])('never makes a machine of %s a user', async (name) => {
    const provider = documented(name);
    const machine = provider.variants.find(({ principal }) => principal === 'workload');
    expect(machine).toBeDefined();
    expect(await verdict(provider, machine, { principal: 'workload' })).toBe('workload');
    expect(await verdict(provider, {}, { principal: 'user' })).toBe('user');
    expect(await verdict(provider, machine, { principal: 'user' })).toBe('claims.mismatch');
    expect(await verdict(provider, {}, { principal: 'workload' })).toBe('claims.mismatch');
  });
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

/** An issuer without one of its members. */
function without(issuer: IssuerDocument, member: keyof IssuerDocument): IssuerDocument {
  return Object.fromEntries(Object.entries(issuer).filter(([name]) => name !== member));
}

/** The codes and places of what is wrong with a document. */
function problemsOf(issuer: IssuerDocument, part: PolicyPart): readonly string[] {
  try {
    policyOf(issuer, part);
    return [];
  } catch (error) {
    if (!(error instanceof PolicyError)) throw error;
    return error.problems.map(({ code, pointer }) => `${code} ${pointer}`);
  }
}

describe.each(Object.entries(ISS_FORMS))('the iss of %s', (name, { good, bad }) => {
  const { issuer, profile, ...part } = documented(name as ProfileName);
  const withIss = (iss: string): readonly string[] =>
    problemsOf({ profile, keys: KEYS, ...without(issuer, 'tenants'), iss }, part);

  it.each(good)('may be %s', (iss) => {
    expect(withIss(iss)).toEqual([]);
  });

  it.each(bad)('may not be %s', (iss) => {
    // `invalid`: it is another provider's.
    expect(withIss(iss)).toContainEqual(
      expect.stringMatching(/^(?:widening|invalid) \/issuers\/provider\/iss$/u),
    );
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
    ['okta', 'https://acme.okta.com'],
    ['okta', 'https://acme.oktapreview.com/oauth2/default'],
    ['entra-v1', 'https://graph.microsoft.com'],
    ['entra-v1', '00000003-0000-0000-c000-000000000000'],
    ['azure-ad-b2c', 'https://contoso.onmicrosoft.com/api'],
    ['entra-external-id', 'api://orders'],
    ['pingone', 'https://api.pingone.eu'],
    ['duende', 'https://demo.duendesoftware.com/resources'],
    ['gitlab-ci', 'https://gitlab.com'],
    ['circleci', '11111111-2222-3333-4444-555555555555'],
    ['buildkite', 'https://buildkite.com/acme-inc'],
    ['cloudflare-access', 'https://orders.acme.example'],
    ['google-iap', 'https://orders.acme.example'],
    ['google-iap', '/projects/shop/global/backendServices/1'],
  ] as const)('is rejected for %s: %s', (name, audience) => {
    const { issuer, profile, ...part } = documented(name);
    expect(problemsOf({ profile, keys: KEYS, ...issuer }, { ...part, audience })).toEqual([
      'invalid /services/orders/accept/0',
    ]);
  });
});

/** Profiles that a document must add something to. */
const named = (has: (profile: Profile) => boolean): readonly ProfileName[] =>
  (Object.entries(PROFILES) as [ProfileName, Profile][]).flatMap(([name, profile]) =>
    has(profile) ? [name] : [],
  );

describe('a claim that no other party can take over', () => {
  it.each(named(({ mustPin }) => mustPin !== undefined))('has to be pinned for %s', (name) => {
    const { issuer, profile, ...part } = documented(name);
    const unpinned = { profile, keys: KEYS, ...without(issuer, 'require') };
    expect(problemsOf(unpinned, part)).toEqual(['missing_key /issuers/provider/require']);
  });
});

describe('a principal that no claim shows', () => {
  it.each(named(({ noPrincipal }) => noPrincipal !== undefined))('has to be written for %s', (name) => {
    const { issuer, profile, ...part } = documented(name);
    const open = { profile, keys: KEYS, ...without(issuer, 'principal') };
    expect(problemsOf(open, part)).toEqual(['widening /issuers/provider/principal']);
    expect(problemsOf({ ...open, principal: 'auto' }, part)).toEqual([
      'widening /issuers/provider/principal',
    ]);
    expect(problemsOf({ ...open, principal: 'marked' }, part)).toEqual([
      'widening /issuers/provider/principal',
    ]);
  });
});

describe('the table', () => {
  it('has a documented token for each profile', () => {
    const covered = new Set(PROVIDER_TOKENS.map(({ profile }) => profile));
    expect([...covered].toSorted()).toEqual(Object.keys(PROFILES).toSorted());
  });

  it.each(Object.entries(PROFILES))(
    'names for %s no claim of an ID token that would show an access token',
    (name, { issuer }) => {
      // A trust domain and the proxy sign one kind of token each.
      if (name === 'spiffe-jwt-svid' || name === 'google-iap') return;
      expect(issuer.lacks?.typ?.shownBy.filter((claim) => IN_ID_TOKENS.has(claim)) ?? []).toEqual([]);
    },
  );

  it.each(Object.entries(PROFILES))('says of %s what a newcomer would not expect', (_name, { notes }) => {
    expect(notes.length).toBeGreaterThan(0);
    for (const note of notes) expect(note).toMatch(/[.:]$/u);
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
