/** Lines of cookies that hold a token twice, or in a form that is not the one of RFC 6265 §4.2.1. */

import type { ReasonCode } from '@org/jwt-core';

/** The lines, and what must be said to them. */
export interface CookieSpelling {
  readonly code: ReasonCode;
  readonly lines: (name: string, token: string) => readonly string[];
}

const ambiguous = (lines: CookieSpelling['lines']): CookieSpelling => ({
  code: 'credential.ambiguous',
  lines,
});
const malformed = (line: (name: string, token: string) => string): CookieSpelling => ({
  code: 'credential.malformed',
  lines: (name, token) => [line(name, token)],
});

/** By what is wrong. */
export const COOKIE_SPELLINGS: Readonly<Record<string, CookieSpelling>> = {
  twice: ambiguous((name, token) => [`${name}=${token}; ${name}=${token}`]),
  'twice-with-garbage': ambiguous((name, token) => [`${name}=garbage; ${name}=${token}`]),
  'twice-with-nothing': ambiguous((name, token) => [`${name}=${token}; ${name}=`]),
  'in-two-lines': ambiguous((name, token) => [`${name}=${token}`, `${name}=${token}`]),
  'in-two-lines-with-others': ambiguous((name, token) => [`a=1; ${name}=x`, `b=2; ${name}=${token}`]),
  'three-times': ambiguous((name, token) => [`${name}=x; ${name}=${token}; ${name}=y`]),
  'second-without-a-space': ambiguous((name, token) => [`${name}=${token};${name}=x`]),
  'second-after-a-comma': ambiguous((name, token) => [`a=1,${name}=x; ${name}=${token}`]),
  'second-after-a-tab': ambiguous((name, token) => [`${name}=${token}; \t${name}=x`]),
  'second-with-spaces-around-its-name': ambiguous((name, token) => [`${name}=${token};  ${name}  =x`]),
  'second-in-quotes': ambiguous((name, token) => [`${name}=${token}; "${name}"=x`]),
  'second-in-a-quoted-value': ambiguous((name, token) => [`a="; ${name}=x"; ${name}=${token}`]),
  'second-after-a-no-break-space': ambiguous((name, token) => [`${name}=${token}; \u00a0${name}=x`]),
  'joined-by-a-comma': ambiguous((name, token) => [`${name}=${token},${name}=x`]),
  'joined-with-others-by-a-comma': ambiguous((name, token) => [`${name}=${token}, a=1`]),
  empty: malformed((name) => `${name}=`),
  'in-quotes': malformed((name, token) => `${name}="${token}"`),
  'name-in-quotes': malformed((name, token) => `"${name}"=${token}`),
  'without-a-space': malformed((name, token) => `a=1;${name}=${token}`),
  'after-a-comma': malformed((name, token) => `a=1, ${name}=${token}`),
  'with-two-spaces': malformed((name, token) => `a=1;  ${name}=${token}`),
  'with-a-space-after-its-name': malformed((name, token) => `${name} =${token}`),
  'with-a-space-before-its-value': malformed((name, token) => `${name}= ${token}`),
  'with-a-no-break-space': malformed((name, token) => `a=1; \u00a0${name}=${token}`),
  'of-a-scheme': malformed((name, token) => `${name}=Bearer ${token}`),
  escaped: malformed((name, token) => `${name}=${token.replaceAll('.', '%2E')}`),
  'signed-by-a-framework': malformed((name, token) => `${name}=s:${token}`),
};
