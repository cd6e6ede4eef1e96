/** The frameworks that rules refer to, with their titles. */

/** One requirement of a framework. */
export interface Reference {
  /** As the framework writes it: `RFC 8725 §3.9`, `NHI9:2025`, `PR.AA-05`. */
  readonly id: string;
  readonly title: string;
  readonly framework: Framework;
}

/** Where a requirement comes from. */
export type Framework =
  'RFC' | 'OWASP NHI' | 'NIST CSF 2.0' | 'NIST AI RMF' | 'OWASP ASVS 5.0' | 'OWASP Agentic';

/** Best current practice for JSON Web Tokens. */
const RFC8725: Readonly<Record<string, string>> = {
  '2.2': 'Weak Symmetric Keys',
  '2.7': 'Substitution Attacks',
  '2.8': 'Cross-JWT Confusion',
  '3.1': 'Perform Algorithm Verification',
  '3.2': 'Use Appropriate Algorithms',
  '3.3': 'Validate All Cryptographic Operations',
  '3.4': 'Validate Cryptographic Inputs',
  '3.5': 'Ensure Cryptographic Keys Have Sufficient Entropy',
  '3.6': 'Avoid Compression of Encryption Inputs',
  '3.7': 'Use UTF-8',
  '3.8': 'Validate Issuer and Subject',
  '3.9': 'Use and Validate Audience',
  '3.10': 'Do Not Trust Received Claims',
  '3.11': 'Use Explicit Typing',
  '3.12': 'Use Mutually Exclusive Validation Rules for Different Kinds of JWTs',
};

/** Other standards that a rule comes from. */
const STANDARDS: Readonly<Record<string, string>> = {
  'RFC 8693 §4.1': '"act" (Actor) Claim',
  'RFC 9700 §2.2': 'Token Replay Prevention',
  'RFC 9700 §4.3.2': 'Access Token in Browser History',
  'RFC 9864 §2.2': 'Fully-Specified EdDSA Algorithms',
};

const NHI: Readonly<Record<string, string>> = {
  NHI1: 'Improper Offboarding',
  NHI2: 'Secret Leakage',
  NHI3: 'Vulnerable Third-Party NHI',
  NHI4: 'Insecure Authentication',
  NHI5: 'Overprivileged NHI',
  NHI6: 'Insecure Cloud Deployment Configurations',
  NHI7: 'Long-Lived Secrets',
  NHI8: 'Environment Isolation',
  NHI9: 'NHI Reuse',
  NHI10: 'Human Use of NHI',
};

const CSF: Readonly<Record<string, string>> = {
  'PR.AA-01':
    'Identities and credentials for authorized users, services, and hardware are managed by the organization',
  'PR.AA-02': 'Identities are proofed and bound to credentials based on the context of interactions',
  'PR.AA-03': 'Users, services, and hardware are authenticated',
  'PR.AA-04': 'Identity assertions are protected, conveyed, and verified',
  'PR.AA-05':
    'Access permissions, entitlements, and authorizations are defined in a policy, managed, enforced, and reviewed, and incorporate the principles of least privilege and separation of duties',
  'PR.DS-02': 'The confidentiality, integrity, and availability of data-in-transit are protected',
  'PR.PS-01': 'Configuration management practices are established and applied',
  'PR.PS-04': 'Log records are generated and made available for continuous monitoring',
  'PR.PS-06': 'Secure software development practices are integrated, and their performance is monitored',
  'PR.IR-03':
    'Mechanisms are implemented to achieve resilience requirements in normal and adverse situations',
  'RS.MI-01': 'Incidents are contained',
  'PR.IR-01': 'Networks and environments are protected from unauthorized logical access and usage',
  'ID.AM-08': 'Systems, hardware, software, services, and data are managed throughout their life cycles',
  'ID.RA-07': 'Changes and exceptions are managed, assessed for risk impact, recorded, and tracked',
  'DE.CM-09': 'Computing hardware and software, runtime environments, and their data are monitored',
};

const AI_RMF: Readonly<Record<string, string>> = {
  'GOVERN 1.4': 'Risk management through transparent policies, procedures, and other controls',
  'GOVERN 1.6': 'Mechanisms to inventory AI systems',
  'GOVERN 1.7': 'Processes for decommissioning AI systems safely',
  'GOVERN 3.2': 'Roles and responsibilities for human-AI configurations',
  'GOVERN 6.1': 'Policies that address third-party risks',
  'MAP 3.5': 'Processes for human oversight are defined, assessed, and documented',
  'MANAGE 2.4': 'Mechanisms to supersede, disengage, or deactivate AI systems',
  'MANAGE 4.3': 'Incidents and errors are communicated, tracked, and responded to',
  'MEASURE 2.4': 'Functionality and behavior are monitored when in production',
  'MEASURE 2.7': 'Security and resilience are evaluated and documented',
  'MEASURE 2.8': 'Risks associated with transparency and accountability are examined',
  'MANAGE 4.1': 'Post-deployment monitoring plans, with change management',
};

const ASVS: Readonly<Record<string, string>> = {
  '9.1.1': 'Tokens are validated using their digital signature or MAC',
  '9.1.2': 'Only algorithms on an allowlist can be used to create and verify tokens',
  '9.1.3': 'Key material comes from trusted pre-configured sources for the token issuer',
  '9.2.1': 'Tokens are accepted within their validity time span alone',
  '9.2.2': 'The service validates that the token is of the right type',
  '9.2.3': 'The service accepts tokens that are intended for it (audience) alone',
  '9.2.4': 'An issuer with one key for several audiences names the audience in the token',
  '10.3.1': 'The resource server accepts access tokens for itself alone (audience)',
  '10.3.2': 'Authorization decisions use sub, scope and authorization_details',
  '10.3.3': 'A user is identified by claims that cannot be reassigned: iss and sub',
  '10.3.4': 'Authentication strength and recency (acr, amr, auth_time) are verified where they are required',
  '10.3.5': 'Stolen access tokens cannot be used: they are sender-constrained',
  '10.5.5': 'Back-channel logout is protected against forced logout and cross-JWT confusion',
};

const AGENTIC: Readonly<Record<string, string>> = {
  ASI02: 'Tool Misuse and Exploitation',
  ASI03: 'Identity and Privilege Abuse',
  ASI07: 'Insecure Inter-Agent Communication',
  ASI10: 'Rogue Agents',
};

const FAMILIES: readonly (readonly [
  framework: Framework,
  titles: Readonly<Record<string, string>>,
  idOf: (key: string) => string,
])[] = [
  ['RFC', RFC8725, (key) => `RFC 8725 §${key}`],
  ['RFC', STANDARDS, (key) => key],
  ['OWASP NHI', NHI, (key) => `${key}:2025`],
  ['NIST CSF 2.0', CSF, (key) => key],
  ['NIST AI RMF', AI_RMF, (key) => key],
  ['OWASP ASVS 5.0', ASVS, (key) => `ASVS ${key}`],
  ['OWASP Agentic', AGENTIC, (key) => `${key}:2026`],
];

/** All requirements, by their id. */
export const REFERENCES: ReadonlyMap<string, Reference> = new Map(
  FAMILIES.flatMap(([framework, titles, idOf]) =>
    Object.entries(titles).map(([key, title]) => [idOf(key), { id: idOf(key), title, framework }] as const),
  ),
);
