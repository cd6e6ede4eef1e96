// A program of both kinds of modules: what CommonJS made, an ES module takes. Compiled only.
import { createVerifier, Policy, type Verifier } from '@org/jwt-core';
import { getAuth } from '@org/jwt-express';
import type { Request } from 'express';
import { makePolicy } from './consumer.cjs';

export const policy: Policy<'listOrders'> = makePolicy('https://id.example');
export const verifier: Promise<Verifier<'listOrders'>> = createVerifier({ policy });
export const subjectOf = (req: Request): string | undefined => getAuth(req)?.subject;
