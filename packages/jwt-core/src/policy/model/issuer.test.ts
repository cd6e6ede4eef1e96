import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inIssuer, withIss, TEMPLATE, LOGIN } from '../../../test/mistakes/tenants.js';
import { edited, problemsOf } from '../../../test/policy-documents.js';
import { compileService } from '../compile/compile-service.js';
import { loadPolicy, parsePolicy } from '../policy.js';
import { PolicyError } from '../policy-error.js';
import type { IssuerEntry } from '../compile/service-policy.js';

async function entriesOf(text: string): Promise<readonly IssuerEntry[]> {
  return [...compileService(await parsePolicy(text), undefined).issuers.values()];
}

describe('an iss with {tenant} in it', () => {
  it('has one exact iss for each tenant', async () => {
    const entries = await entriesOf(inIssuer('tenants: [eu, us-1, "7"]', TEMPLATE));
    expect(entries.map(({ iss, tenant }) => [iss, tenant])).toEqual([
      ['https://id.example/t/eu', 'eu'],
      ['https://id.example/t/us-1', 'us-1'],
      ['https://id.example/t/7', '7'],
    ]);
  });

  it('may have it in the host', async () => {
    const text = inIssuer('tenants: [eu]', withIss('https://{tenant}.id.example'));
    expect((await entriesOf(text)).map(({ iss }) => iss)).toEqual(['https://eu.id.example']);
  });

  it('shares one compiled policy: ten thousand tenants cost ten thousand small entries', async () => {
    const entries = await entriesOf(inIssuer('tenants: [eu, us]', TEMPLATE));
    expect(new Set(entries.map(({ policy }) => policy)).size).toBe(1);
  });
});

describe('tenants of an issuer with one iss', () => {
  it('go with the claim that names the tenant', async () => {
    const [entry] = await entriesOf(inIssuer('tenant: org\n    tenants: [eu]'));
    expect(entry).toMatchObject({ tenant: undefined, policy: { tenants: new Set(['eu']) } });
  });
});

describe('an issuer', () => {
  it('that has the same iss as one tenant of another is rejected', async () => {
    const text = edited(
      'services:',
      'services:',
      edited('accept: [login]', 'accept: [login, single]', inIssuer('tenants: [eu, us]', TEMPLATE)),
    ).replace(
      'services:',
      '  single: { iss: https://id.example/t/us, keys: { discovery: oidc }, algs: [ES256], typ: at+jwt }\nservices:',
    );
    const [problem] = await problemsOf(text);
    expect(problem?.message).toBe(
      '"single" has the same iss as "login": a service accepts one issuer per iss.',
    );
  });
});

describe('a file of tenants', () => {
  const folder = mkdtempSync(join(tmpdir(), 'tenants-'));
  const file = join(folder, 'jwt-policy.yaml');

  beforeAll(() => {
    writeFileSync(file, inIssuer('tenants: { file: tenants.json }', TEMPLATE));
  });

  afterAll(() => {
    rmSync(folder, { recursive: true });
  });

  const write = (content: string): void => {
    writeFileSync(join(folder, 'tenants.json'), content);
  };

  it('is read from a file next to the policy, ten thousand of them', async () => {
    const tenants = Array.from({ length: 10_000 }, (_, index) => `t-${String(index)}`);
    write(JSON.stringify({ tenants }));
    const { issuers } = compileService(await loadPolicy(file), undefined);
    expect(issuers.size).toBe(10_000);
    expect(issuers.get('https://id.example/t/t-9999')?.tenant).toBe('t-9999');
  });

  it('is part of the digest: another content is another policy', async () => {
    write('{"tenants":["a"]}');
    const { digest } = await loadPolicy(file);
    write('{"tenants":["a","b"]}');
    expect((await loadPolicy(file)).digest).not.toBe(digest);
  });

  it.each([
    ['a plain list', '["a"]'],
    ['no JSON', 'a\nb\n'],
    ['no tenants', '{"tenants":[]}'],
    ['one twice', '{"tenants":["a","a"]}'],
    ['a number', '{"tenants":[1]}'],
    ['an empty name', '{"tenants":[""]}'],
    ['one member twice', '{"tenants":["a"],"tenants":["b"]}'],
    ['another member', '{"names":["a"]}'],
  ])('with %s is rejected', async (_what, content) => {
    write(content);
    const error: unknown = await loadPolicy(file).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(PolicyError);
    expect(String(error)).toContain('Expected a file with { "tenants": [...] } in JSON');
    expect(String(error)).toContain(`:10:22  ${LOGIN}/tenants/file`);
  });

  it.each([
    ['an invisible character', 'us\u00AD', 'an invisible character (U+00AD, character 3)'],
    ['a line end', 'us\n', 'ends with a line end (U+000A)'],
    ['a space around it', ' us', 'starts or ends with a space'],
    ['letters of two scripts', 'u\u0455', 'letters of two scripts in one word (U+0075 and U+0455)'],
  ])('with a tenant that has %s is rejected', async (_what, tenant, says) => {
    write(JSON.stringify({ tenants: ['eu', tenant] }));
    await expect(loadPolicy(file)).rejects.toThrow(`Entry 1 (counted from 0) of the tenants in this file `);
    await expect(loadPolicy(file)).rejects.toThrow(says);
  });

  it('that is not there is rejected', async () => {
    rmSync(join(folder, 'tenants.json'));
    await expect(loadPolicy(file)).rejects.toThrow(
      `The file that is named here cannot be read: there is no such file. A relative path starts at ${folder}.`,
    );
  });
});
