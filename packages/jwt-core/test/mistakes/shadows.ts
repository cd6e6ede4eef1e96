import { withLine } from '../policy-documents.js';
import type { Mistake } from './mistake.js';

export const inOperation = (lines: string): string => withLine('route:', lines.replace(/^/gmu, '        '));
export const LIST = '/services/orders/operations/list';

export const SHADOW_MISTAKES: readonly Mistake[] = [
  ['no end', inOperation('mode: shadow'), `16:9 missing_key ${LIST}/shadowUntil`],
  [
    'an end more than 90 days ahead',
    inOperation('mode: shadow\nshadowUntil: 2027-02-22'),
    `18:22 invalid ${LIST}/shadowUntil`,
  ],
  ['an end alone', inOperation('shadowUntil: 2026-12-01'), `17:22 invalid ${LIST}/shadowUntil`],
  [
    'an end and mode: enforce',
    inOperation('mode: enforce\nshadowUntil: 2026-12-01'),
    `18:22 invalid ${LIST}/shadowUntil`,
  ],
];
