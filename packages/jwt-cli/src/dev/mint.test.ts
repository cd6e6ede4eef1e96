import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createVerifier, loadPolicy, parsePolicy, type Policy } from '@org/jwt-core';
import { describe, expect, it } from 'vitest';
import { fakeTerminal, type FakeTerminal } from '../../test/terminal.js';
import { run } from '../main.js';

const NOW = Date.parse('2026-11-28T10:00:00Z');
const POLICY = readFileSync(join(import.meta.dirname, '../../test/explain/policy.yaml'), 'utf8');

const terminalWith = (): FakeTerminal => fakeTerminal({ now: NOW, files: { 'policy.yaml': POLICY } });

function claimsOf(token: string): unknown {
  return JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString());
}

describe('mint', () => {
  it('prints a token that the policy allows with the keys that it wrote', async () => {
    const terminal = terminalWith();
    const args = [
      'mint',
      '--for',
      'createPayment',
      '--rule',
      '2',
      '--claim',
      'sub=bob',
      '--claim',
      'level=3',
    ];
    expect(await run([...args, '--jwks', 'keys.json'], terminal)).toBe(0);
    const token = terminal.written().out.trim();
    expect(claimsOf(token)).toMatchObject({
      sub: 'bob',
      level: 3,
      roles: ['cashier'],
      scope: 'payments:write',
    });
    expect(terminal.written().note).toBe(
      'payments createPayment allow[2], a user of login: POST /payments, for 5m\n',
    );
    const keys = JSON.parse(readFileSync(join(terminal.cwd, 'keys.json'), 'utf8')) as { keys: unknown[] };
    expect(JSON.stringify(keys)).not.toContain('"d"');
    const policy = await withKeys(await loadPolicy(join(terminal.cwd, 'policy.yaml')), keys);
    await using verifier = await createVerifier({ policy, service: 'payments', clock: () => NOW });
    const rawHeaders = ['Authorization', `Bearer ${token}`];
    const decision = await verifier.decide({ method: 'POST', target: '/payments', rawHeaders });
    expect(decision.outcome).toBe('allow');
  });

  it('leaves out a claim, sets the header, and answers machines', async () => {
    const terminal = terminalWith();
    const args = [
      'mint',
      '-i',
      'login',
      '--without',
      'sub',
      '--header',
      'typ=JWT',
      '--json',
      '--lifetime',
      '60',
    ];
    expect(await run(args, terminal)).toBe(0);
    const { token, expires } = JSON.parse(terminal.written().out) as { token: string; expires: number };
    expect(claimsOf(token)).not.toHaveProperty('sub');
    expect(JSON.parse(Buffer.from(token.split('.')[0] ?? '', 'base64url').toString())).toMatchObject({
      typ: 'JWT',
    });
    expect(expires).toBe(NOW / 1000 + 60);
    expect(terminal.written().note).toContain('keys that are thrown away');
  });

  it.each<[string, readonly string[], string]>([
    ['nothing', [], 'Write --for OPERATION, or --issuer NAME'],
    ['an unknown operation', ['--for', 'nope'], 'has no operation "nope"'],
    ['a public operation', ['--for', 'health'], 'is public: it reads no token'],
    ['an unknown rule', ['--for', 'createPayment', '--rule', '9'], 'none with the index 9'],
    ['a rule of nothing', ['-i', 'login', '--rule', '0'], 'write --for as well'],
    ['a claim without a value', ['-i', 'login', '--claim', 'sub'], '--claim: expected name=json'],
    ['a file that cannot be written', ['-i', 'login', '--jwks', 'no/k.json'], 'no/k.json cannot be written'],
  ])('refuses %s', async (_what, args, message) => {
    const terminal = terminalWith();
    expect(await run(['mint', ...args], terminal)).toBe(2);
    expect(terminal.written().out).toBe('');
    expect(terminal.written().note).toContain(message);
  });
});

async function withKeys(policy: Policy, jwks: unknown): Promise<Policy> {
  const issuers = Object.fromEntries(
    Object.entries(policy.document.issuers).map(([name, issuer]) => [
      name,
      { ...issuer, algs: ['ES256'], keys: { jwks } },
    ]),
  );
  return parsePolicy(JSON.stringify({ ...policy.document, issuers }));
}
