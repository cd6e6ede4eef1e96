import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createTestIssuer } from '@org/jwt-testing';
import { parsePolicy, PROFILES } from '@org/jwt-core/policy';
import { describe, expect, it } from 'vitest';
import { fakeTerminal, NOW, running } from '../../test/terminal.js';
import { lint } from '../lint/lint.js';
import { run } from '../main.js';
import { recognise } from './recognise.js';

const TO_STDOUT = ['--out', '-', '--audience', 'https://orders.acme.example'];

describe('init', () => {
  it('writes a file that loads and has no findings', async () => {
    const terminal = fakeTerminal();
    const code = await run(
      ['init', '--issuer', 'https://login.acme.example', '--audience', 'a', '--offline'],
      terminal,
    );
    expect(code).toBe(0);
    const text = readFileSync(join(terminal.cwd, 'policy.yaml'), 'utf8');
    expect(lint(await parsePolicy(text), { others: [], now: Date.parse(NOW) })).toEqual([]);
    await expect(text).toMatchFileSnapshot('../../test/golden/init.yaml');
  });

  it('takes algorithms and discovery from the issuer', async () => {
    await using issuer = await createTestIssuer({ algs: ['PS256', 'ES384'] });
    const { code, out } = await running([
      'init',
      ...TO_STDOUT,
      '--issuer',
      issuer.url,
      '--allow-http-loopback',
    ]);
    expect(code).toBe(0);
    expect(out).toContain('algs: [ES384, PS256] # those of its published keys');
    expect(out).toContain('keys: { discovery: oidc }');
  });

  it('says what was asked where the issuer does not answer, and writes the file all the same', async () => {
    const issuer = await createTestIssuer();
    await issuer.close();
    const { code, out, note } = await running([
      'init',
      ...TO_STDOUT,
      '--issuer',
      issuer.url,
      '--allow-http-loopback',
    ]);
    expect(code).toBe(0);
    expect(note).toContain(`${issuer.url}/.well-known/openid-configuration: ECONNREFUSED`);
    expect(out).toContain('the issuer was not asked');
  });

  it('makes an identity of a program', async () => {
    const { code, out } = await running([
      ...['init', ...TO_STDOUT, '--issuer', 'https://token.actions.githubusercontent.com'],
      ...['--require', 'repository_owner_id=65', '--owner', 'ci@acme.example'],
    ]);
    expect(code).toBe(0);
    expect(lint(await parsePolicy(out), { others: [], now: Date.parse(NOW) })).toEqual([]);
    expect(out).toContain('reviewBy: 2027-05-27');
  });

  it.each([
    ['no issuer', ['--audience', 'a'], '--issuer is missing'],
    ['no audience', ['--issuer', 'https://a.example'], '--audience is missing'],
    [
      'a profile that is not there',
      ['--issuer', 'x', '--audience', 'a', '--profile', 'oktaa'],
      'There is no profile oktaa',
    ],
    [
      'no claim that names the owner',
      ['--issuer', 'https://token.actions.githubusercontent.com', '--audience', 'a'],
      'must be pinned',
    ],
    [
      'no one who is meant',
      ['--issuer', 'https://accounts.google.com', '--audience', 'a', '--require', 'hd=acme.example'],
      '--principal is missing',
    ],
    [
      'a program without a sub',
      ['--issuer', 'https://a.example', '--audience', 'a', '--principal', 'workload', '--offline'],
      '--subject is missing',
    ],
    [
      'a claim without a value',
      ['--issuer', 'https://a.example', '--audience', 'a', '--require', 'hd'],
      '--require takes claim=value',
    ],
    ['an issuer that is no URL', ['--issuer', 'acme', '--audience', 'a'], 'is no URL'],
    [
      'an audience that no policy takes',
      ['--issuer', 'https://a.example', '--audience', '${AUDIENCE}', '--offline'],
      'These answers make no policy',
    ],
  ])('ends with 2 for %s', async (_what, args, message) => {
    const { code, out, note } = await running(['init', '--out', '-', ...args]);
    expect([code, out]).toEqual([2, '']);
    expect(note).toContain(message);
  });

  it('does not replace a file', async () => {
    const terminal = fakeTerminal();
    writeFileSync(join(terminal.cwd, 'policy.yaml'), 'mine');
    const args = ['init', '--issuer', 'https://a.example', '--audience', 'a', '--offline'];
    expect(await run(args, terminal)).toBe(2);
    expect(readFileSync(join(terminal.cwd, 'policy.yaml'), 'utf8')).toBe('mine');
    expect(await run([...args, '--force'], terminal)).toBe(0);
  });
});

describe('an issuer', () => {
  it.each<[iss: string, profile: string | undefined]>([
    ['https://acme.okta.com/oauth2/default', 'okta'],
    ['https://acme.eu.auth0.com/', 'auth0'],
    ['https://cognito-idp.eu-central-1.amazonaws.com/eu-central-1_example', 'cognito'],
    ['https://token.actions.githubusercontent.com', 'github-actions'],
    ['https://cloud.google.com/iap', 'google-iap'],
    ['https://acme.cloudflareaccess.com', 'cloudflare-access'],
    ['https://login.acme.example', undefined],
    ['https://login.acme.example/', undefined],
    ['https://login.acme.example/path', undefined],
  ])('%s is recognised as one of %s', (iss, profile) => {
    expect(recognise(iss)).toBe(profile);
  });

  it('that a profile has for all of its tokens is recognised', () => {
    for (const [name, { issuer }] of Object.entries(PROFILES)) {
      if (issuer.iss === undefined || issuer.iss.includes('{') || issuer.tokens === 'id') continue;
      expect([issuer.iss, recognise(issuer.iss)]).toEqual([issuer.iss, name]);
    }
  });
});
