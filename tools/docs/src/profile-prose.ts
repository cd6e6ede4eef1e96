/** The parts of the page of profiles that no table of core has. */

export const INTRODUCTION = `# Profiles

<!-- Made by \`npm run docs\` from packages/jwt-core/src/policy/model/profiles. Do not edit by hand. -->

A profile is what is known of an identity provider: the form of its \`iss\`, its algorithms, its \`typ\`, which claims its
tokens must have, and what distinguishes its users from its programs. An issuer of the policy names a profile, and adds
what the profile cannot know. [Providers](../guide/providers.md) has a whole policy for each, to copy.

\`\`\`yaml
issuers:
  login:
    profile: keycloak
    iss: https://sso.acme.example/realms/shop
\`\`\`

A profile is data in the form of the document: whatever a profile says, [a document can say](policy.md#issuers) of a
provider that has none.`;

export const MEANING = `## What a profile means

- **The document may only tighten it.** More algorithms, another \`typ\`, another form of \`iss\` or another \`principal\`
  are errors when the policy is loaded.
- **\`require\` is added**: what the profile requires and what you require must both hold.
- **\`typ\`** in the document replaces all types that the profile accepts. A token must have the \`typ\` that you write.
  What distinguishes an access token from an ID token is checked all the same.
- **\`principal\`** in the document leaves one kind of caller, where the profile distinguishes two.
- **What its tokens lack** has something in its place, in the table above. The document may put another substitute
  there, and may not add to what is lacking. A \`typ\` of its own is one that ID tokens do not have: a token without
  \`typ\`, or with \`JWT\`, may be an ID token.
- **The provider's \`iss\` belongs to its profile**: see [below](#whose-iss-it-is).
- **A program is never a user**: see [below](#programs-are-not-users).
- **Must pin**: where any person, or every client of a pool, can get tokens of the same issuer, your \`require\` must name
  the accepted ones, by \`equals\` or \`in\`, and by a claim that no other party can get.
- **Rejected audiences**: an audience that a provider writes into every token does not name your service. Such an
  audience is an error when the policy is loaded.

\`\`\`yaml invalid widening
issuers:
  login:
    profile: keycloak
    iss: https://sso.acme.example/realms/shop/ # Keycloak writes no slash at the end
\`\`\``;

export const OWNERSHIP = `### Whose iss it is

Some providers sign under their own addresses. Such an \`iss\` is accepted under the provider's profile alone. With
another profile, with \`oidc-id-token\`, \`rfc9068\` or none, the policy does not load, and the error names the profile to
write.`;

export const OWNERSHIP_ENDS = `There is one exception: \`rfc9068\`, or no profile with \`typ: at+jwt\`, may name an \`iss\` of Auth0, which follows RFC 9068
for an API with that setting. A template is checked with each of its tenants. The \`iss\` of servers that you run
yourself, and of custom domains, cannot be recognised: there, name the profile yourself.

\`\`\`yaml invalid invalid
issuers:
  login:
    profile: oidc-id-token
    iss: https://accounts.google.com # google
    algs: [RS256]
\`\`\`

No profile therefore accepts ID tokens of Entra, Auth0 (under its own domain) or Cognito. The client must send an access
token for your API: an ID token is made for the client.`;

export const MARKS = `### Programs are not users

A token with a claim that marks it as a program's is never a \`user\`, under any profile and under none, also where the
document says \`principal: user\`. It is denied with \`claims.mismatch\`, and the event names the claim. Where the document
or the profile says \`principal: workload\`, it is accepted. Besides these, a token whose \`sub\` is its \`client_id\`, \`azp\`
or \`cid\` is a client's that acts for itself.`;

export const MARKS_END = `A program whose tokens have none of these claims is not recognised: without a profile, you assert with
\`principal: user\` that an issuer signs for people alone.`;

export const LIFETIMES = `### Lifetimes

\`maxLifetime\` is one hour by default. Some providers sign tokens for longer. Write the longest lifetime that you accept
into \`defaults\`, and a shorter one at the other issuers or at the services.

\`\`\`yaml
defaults: { maxLifetime: 2h } # for Entra, whose tokens are valid for 60 to 90 minutes, at random
issuers:
  login:
    profile: keycloak
    iss: https://sso.acme.example/realms/shop
    maxLifetime: 15m # and not for this one
\`\`\`

A token of more than 24 hours is never accepted: Entra has such tokens for clients with continuous access evaluation,
and Kubernetes for the API server.`;
