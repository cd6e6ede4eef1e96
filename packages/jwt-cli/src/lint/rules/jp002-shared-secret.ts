import { isList, pointerTo } from '../pointer.js';
import type { LintRule } from '../rule.js';

export const sharedSecret: LintRule = {
  id: 'JP002',
  title: 'A secret that several services know',
  severity: 'error',
  why: 'With HMAC, the key that verifies a token also signs it: each service that knows the secret can issue tokens for all the others.',
  write:
    'Let the issuer sign with a private key (ES256, RS256) and publish its keys, or give each service an issuer with a secret of its own.',
  references: ['RFC 8725 §2.2', 'RFC 8725 §3.5', 'NHI2:2025', 'NHI9:2025', 'PR.AA-01'],
  *find({ document, model }) {
    const known = new Map<string, string>();
    for (const [name, { keys }] of Object.entries(model.issuers)) {
      const secrets = keys.flatMap(({ source: { secret } }) =>
        secret === undefined ? [] : isList(secret) ? secret : [secret],
      );
      if (secrets.length === 0) continue;
      const at = pointerTo('issuers', name, 'keys');
      const services = Object.entries(model.services).filter(([, { accept }]) =>
        accept.some(({ issuer }) => issuer === name),
      );
      if (services.length > 1) {
        const names = services.map(([service]) => service).join(', ');
        yield {
          at,
          message: `The services ${names} know this secret: each of them can issue tokens for the others.`,
        };
      }
      for (const { env, file } of secrets) {
        const place = env === undefined ? `the file ${file ?? ''}` : `the variable ${env}`;
        const other = known.get(place);
        if (other !== undefined && document.issuers[other] !== document.issuers[name]) {
          yield {
            at,
            message: `The issuer "${other}" has the same secret, in ${place}: a token of one can be signed for the other.`,
          };
        }
        known.set(place, name);
      }
    }
  },
};
