// Invokes a bundled function in new processes: with a good token, with that of another service, and without one.
import { createTestIssuer } from '@org/jwt-testing';
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { copyFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const RUNS = 5;
const [file] = process.argv.slice(2);
const issuer = await createTestIssuer({ audience: 'https://orders.acme.example' });
const cwd = dirname(file);
copyFileSync(join(import.meta.dirname, 'jwt-policy.yaml'), join(cwd, 'jwt-policy.yaml'));
writeFileSync(join(cwd, 'keys.json'), JSON.stringify(issuer.publicJwks()));
const iss = 'https://id.acme.example/';

function invoke(headers) {
  const requestContext = { http: { method: 'GET' } };
  const event = JSON.stringify({ rawPath: '/orders', rawQueryString: '', headers, requestContext });
  const args = [join(import.meta.dirname, 'invoke.mjs'), file, event];
  return JSON.parse(execFileSync(process.execPath, args, { cwd, encoding: 'utf8' }));
}

const authorization = `Bearer ${await issuer.mint({ iss, sub: 'ann' })}`;
const starts = Array.from({ length: RUNS }, () => invoke({ authorization }));
for (const { answer } of starts) assert.deepEqual(answer, { statusCode: 200, body: 'hello ann' });
const sibling = `Bearer ${await issuer.mint({ iss, aud: 'https://payments.acme.example' })}`;
for (const headers of [{ authorization: sibling }, {}]) assert.equal(invoke(headers).answer.statusCode, 401);
await issuer.close();

const median = (name) => starts.map((start) => start[name]).sort((a, b) => a - b)[Math.floor(RUNS / 2)];
console.log(`loaded in ${median('loadMs').toFixed()} ms, decided in ${median('firstMs').toFixed()} ms`);
