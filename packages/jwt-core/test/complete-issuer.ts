/** What an issuer must say, for the JSON Schema. The loader asks for it in `checks/`. */

import type { Profile } from '../src/policy/model/profile.js';
import { PROFILES } from '../src/policy/model/profiles.js';
import type { JsonSchemaPart } from '../src/policy/document/schema-check.js';

/** The algorithms of the issuer, or those of a list of sources. */
const ALGORITHMS: JsonSchemaPart = {
  anyOf: [{ required: ['algs'] }, { required: ['keys'], properties: { keys: { type: 'array' } } }],
};

/** Without a profile, everything; with one, what it does not know. */
export const COMPLETE_ISSUER: JsonSchemaPart = {
  if: { required: ['profile'] },
  then: {
    allOf: Object.entries(PROFILES)
      .map(([name, profile]) => [name, leftOpen(name, profile)] as const)
      .filter(([, required]) => required.length > 0)
      .map(([name, required]) => ({
        if: { properties: { profile: { const: name } } },
        then: required.includes('algs')
          ? { required: required.filter((key) => key !== 'algs'), ...ALGORITHMS }
          : { required },
      })),
  },
  else: { required: ['iss', 'keys', 'typ'], ...ALGORITHMS },
};

function leftOpen(name: string, { iss, keys, algs, principal, mustPin }: Profile): readonly string[] {
  const isSpiffe = name === 'spiffe-jwt-svid';
  const open: Readonly<Record<string, boolean>> = {
    trustDomain: isSpiffe,
    iss: iss === undefined && !isSpiffe,
    keys: keys === undefined,
    algs: algs === undefined,
    principal: principal === 'marked',
    require: mustPin !== undefined,
  };
  return Object.keys(open).filter((key) => open[key] === true);
}
