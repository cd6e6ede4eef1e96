/** `crit`, `b64` and `zip`: which a verifier must understand or deny (RFC 7515 §4.1.11, RFC 7797, RFC 7516 §4.1.3). */

import { deflateRawSync } from 'node:zlib';
import { onHeader, onToken } from '../alterations/alteration.js';
import { signSegments } from '../alterations/segments.js';
import { encodeSegment } from '../issuer/compact.js';
import { withMember } from './values/json-texts.js';
import { attacksOf, named, type AttackClass } from './row.js';

const CRIT: Readonly<Record<string, unknown>> = {
  'empty-list': [],
  null: null,
  true: true,
  false: false,
  number: 1,
  'empty-string': '',
  string: 'exp',
  object: {},
  'object-with-name': { exp: true },
  'list-of-number': [1],
  'list-of-null': [null],
  'list-of-list': [['exp']],
  'list-of-empty-string': [''],
  exp: ['exp'],
  alg: ['alg'],
  kid: ['kid'],
  typ: ['typ'],
  crit: ['crit'],
  b64: ['b64'],
  'b64-twice': ['b64', 'b64'],
  'b64-and-other': ['b64', 'exp'],
  'unknown-extension': ['http://attacker.example/extension'],
  'name-that-is-not-there': ['absent'],
  'proto-name': ['__proto__'],
  'constructor-name': ['constructor'],
};

const FLAGS: Readonly<Record<string, unknown>> = {
  true: true,
  false: false,
  null: null,
  zero: 0,
  one: 1,
  'empty-string': '',
  'text-false': 'false',
  'empty-list': [],
  object: {},
};

const ZIP: Readonly<Record<string, unknown>> = {
  deflate: 'DEF',
  'deflate-in-lower-case': 'def',
  gzip: 'GZIP',
  none: 'none',
  empty: '',
  null: null,
  true: true,
  false: false,
  list: ['DEF'],
};

const ESCAPED = named(['\\u0063rit', 'cri\\u0074', '\\u0062\\u0036\\u0034', '\\u007aip']);

/** Every value of the three, known and unknown, well formed and not. */
export const EXTENSIONS: AttackClass = {
  name: 'extension',
  summary: 'The header has crit, b64 or zip.',
  attacks: () => [
    ...attacksOf('extension/crit', CRIT, (crit, label) => ({
      summary: `crit is ${label}.`,
      code: 'format.unsupported',
      apply: onHeader((header) => ({ ...header, exp: 1, crit })),
    })),
    ...attacksOf('extension/b64', FLAGS, (b64, label) => ({
      summary: `b64 is ${label}, without crit.`,
      code: 'format.unsupported',
      apply: onHeader((header) => ({ ...header, b64 })),
    })),
    ...attacksOf('extension/b64-in-crit', FLAGS, (b64, label) => ({
      summary: `b64 is ${label}, and crit names it.`,
      code: 'format.unsupported',
      apply: onHeader((header) => ({ ...header, b64, crit: ['b64'] })),
    })),
    ...attacksOf('extension/zip', ZIP, (zip, label) => ({
      summary: `zip is ${label}, and the payload is not compressed.`,
      code: 'format.unsupported',
      apply: onHeader((header) => ({ ...header, zip })),
    })),
    ...attacksOf('extension/escaped', ESCAPED, (name, label) => ({
      summary: `The parameter's name has escapes in it: ${label}.`,
      code: 'format.unsupported',
      apply: onHeader((header) => withMember(`"${name}":["b64"]`)(JSON.stringify(header))),
    })),
    ...attacksOf('extension/payload', { deflated: 'zip', raw: 'b64', empty: 'detached' }, (kind, label) => ({
      summary: `The payload is ${label}, as the header says.`,
      code: 'format.unsupported',
      apply: onToken((_, material) => {
        const header = material.issuer.header();
        const deflated = encodeSegment(deflateRawSync(JSON.stringify(material.claims)));
        if (kind === 'zip') return signSegments(material, encodeSegment({ ...header, zip: 'DEF' }), deflated);
        const unencoded = encodeSegment({ ...header, b64: false, crit: ['b64'] });
        return signSegments(material, unencoded, kind === 'b64' ? 'user' : '');
      }),
    })),
  ],
};
