import { SMALL, withLine } from '../policy-documents.js';
import type { Mistake } from './mistake.js';

export const defaults = (limits: string, text: string): string => `${text}defaults: { ${limits} }\n`;
export const inIssuer = (line: string): string => withLine('typ: at+jwt', `    ${line}`);
export const inService = (line: string, text: string = SMALL): string =>
  withLine('accept:', `    ${line}`, text);
export const inOperation = (line: string, text: string = SMALL): string =>
  withLine('route:', `        ${line}`, text);

export const LIMIT_MISTAKES: readonly Mistake[] = [
  [
    'an issuer than the defaults',
    defaults('maxLifetime: 10m', inIssuer('maxLifetime: 15m')),
    '10:18 widening /issuers/login/maxLifetime',
  ],
  [
    'a service than the defaults',
    defaults('maxAge: 5m', inService('maxAge: 6m')),
    '14:13 widening /services/orders/maxAge',
  ],
  [
    'an operation than the defaults',
    defaults('maxAge: 60s', inOperation('maxAge: 2m')),
    '17:17 widening /services/orders/operations/list/maxAge',
  ],
  [
    'an operation than its service',
    inService('maxAge: 5m', inOperation('maxAge: 1h')),
    '18:17 widening /services/orders/operations/list/maxAge',
  ],
  [
    'an audience that the defaults want alone',
    defaults('audienceMode: exclusive', inService('audienceMode: contains')),
    '14:19 widening /services/orders/audienceMode',
  ],
  [
    'a skew',
    defaults('clockSkew: 1s', inService('clockSkew: 2s')),
    '14:16 widening /services/orders/clockSkew',
  ],
  [
    'a token',
    defaults('maxTokenBytes: 4096', inService('maxTokenBytes: 8192')),
    '14:20 widening /services/orders/maxTokenBytes',
  ],
  [
    'a lifetime than what holds by default',
    inService('maxLifetime: 8h'),
    '14:18 widening /services/orders/maxLifetime',
  ],
  [
    'a skew than what holds by default',
    inIssuer('clockSkew: 30s'),
    '10:16 widening /issuers/login/clockSkew',
  ],
  [
    'a token than what holds by default',
    inService('maxTokenBytes: 16384'),
    '14:20 widening /services/orders/maxTokenBytes',
  ],
  [
    'a lifetime of an operation than what holds by default',
    inOperation('maxLifetime: 2h'),
    '17:22 widening /services/orders/operations/list/maxLifetime',
  ],
];
