/** Both versions of Express that the adapter takes. */

import { createRequire } from 'node:module';
import express from 'express';

type Module = typeof express;

/** The types of Express 5 hold for what is used of both. */
export const EXPRESS_VERSIONS: readonly (readonly [name: string, express: Module])[] = [
  ['Express 5', express],
  ['Express 4', createRequire(import.meta.url)('express4') as Module],
];
