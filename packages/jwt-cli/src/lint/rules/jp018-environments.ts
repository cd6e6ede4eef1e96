import { issOf } from '../places.js';
import { pointerTo } from '../pointer.js';
import { isProduction } from '../production.js';
import type { LintRule } from '../rule.js';

/** What an issuer that is not for production has in its name or its host. */
const NON_PRODUCTION =
  /(?:^|[./_-])(?:dev|development|test|testing|staging|stage|sandbox|qa|uat|local|localhost|preview)(?:[./:_-]|$)/iu;

export const environments: LintRule = {
  id: 'JP018',
  title: 'Two environments that trust one issuer',
  severity: 'error',
  why: 'What protects production is as weak as the environment in which tokens are easiest to get.',
  write:
    'An issuer (or a tenant of the provider) for each environment, and metadata.environment in each policy.',
  references: ['RFC 8725 §3.8', 'NHI8:2025', 'PR.IR-01'],
  *find({ policy, document, model, others }) {
    const { environment } = document.metadata;
    for (const [name, issuer] of Object.entries(model.issuers)) {
      const iss = issOf(issuer);
      const at = pointerTo('issuers', name);
      const marked = [name, iss].find((text) => NON_PRODUCTION.test(text));
      if (isProduction(environment) && marked !== undefined) {
        yield {
          at,
          message: `${JSON.stringify(marked)} does not look like production, and this policy is for ${environment ?? ''}.`,
        };
      }
      for (const other of others) {
        const { environment: elsewhere } = other.document.metadata;
        if (environment === undefined || elsewhere === undefined || environment === elsewhere) continue;
        if (!Object.values(other.model.issuers).some((each) => issOf(each) === iss)) continue;
        if (other === policy) continue;
        yield { at, message: `${other.file}, for ${elsewhere}, trusts the same issuer.` };
      }
    }
  },
};
