import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { edited, POLICY } from '../../test/diff/policies.js';
import { running, type Ended } from '../../test/terminal.js';

interface Report {
  readonly counts: Readonly<Record<string, number>>;
  readonly differences: readonly {
    readonly effect: string;
    readonly aspect: string;
    readonly operation: string | null;
    readonly message: string;
    readonly place: { readonly line: number | null };
    readonly witness: {
      readonly token: { readonly claims: Readonly<Record<string, unknown>> } | null;
      readonly verdicts: Readonly<
        Record<'old' | 'new', { readonly outcome: string; readonly code: string | null }>
      >;
    } | null;
  }[];
  readonly incomplete: readonly unknown[];
}

async function compared(changed: string, ...options: readonly string[]): Promise<Ended> {
  const files = { 'old.yaml': POLICY, 'new.yaml': changed };
  return running(['diff', 'old.yaml', 'new.yaml', ...options], { files });
}

async function reportOf(changed: string): Promise<Report> {
  return JSON.parse((await compared(changed, '--json')).out) as Report;
}

/** Commits the files of a folder, and changes the policy. */
async function committed(cwd: string, changed: string): Promise<void> {
  const git = async (...args: readonly string[]): Promise<unknown> =>
    promisify(execFile)('git', ['-c', 'user.name=t', '-c', 'user.email=t@t.example', ...args], { cwd });
  await git('init', '-q');
  await git('add', '.');
  await git('commit', '-q', '-m', 'first');
  await writeFile(join(cwd, 'policy.yaml'), changed);
}

describe('what a change of the document means', () => {
  it.each<[what: string, from: string, to: string, found: readonly string[]]>([
    ['fewer scopes', 'scopes: [read]', 'scopes: { anyOf: [read, list] }', ['widened scope list']],
    ['more scopes', 'scopes: [read]', 'scopes: [read, list]', ['narrowed scope list']],
    ['other scopes', 'scopes: [read]', 'scopes: [list]', ['widened scope list', 'narrowed scope list']],
    ['roles', 'scopes: [read]', 'scopes: [read], roles: [clerk]', ['narrowed role list']],
    [
      'another value of a claim',
      'in: [silver, gold]',
      'in: [silver, gold, bronze]',
      ['widened condition create'],
    ],
    ['one value of a claim less', 'in: [silver, gold]', 'in: [gold]', ['narrowed condition create']],
    ['no condition', ', where: { acr: { in: [silver, gold] } }', '', ['widened condition create']],
    ['a prefix for a value', 'equals: acme/shop', 'startsWith: acme/', ['widened identity deploy']],
    ['programs of any kind', '{ identity: deployer }', '{ issuer: ci }', ['widened identity deploy']],
    [
      'an actor',
      'scopes: [write]',
      'scopes: [write], actor: { sub: { equals: bot } }',
      ['widened actor create', 'narrowed actor create'],
    ],
    [
      'younger tokens',
      'maxAge: 10m',
      'maxAge: 5m',
      ['narrowed time list', 'narrowed time create', 'narrowed time deploy'],
    ],
    [
      'older tokens',
      'maxAge: 10m',
      'maxAge: 20m',
      ['widened time list', 'widened time create', 'widened time deploy'],
    ],
    [
      'a tenant more',
      'tenants: [acme, beta]',
      'tenants: [acme, beta, corp]',
      ['widened tenant list', 'widened tenant create'],
    ],
    [
      'any tenant',
      'tenantFrom: path.tenant',
      'tenant: any',
      ['changed tenant create', 'widened tenant create'],
    ],
    [
      'a second audience',
      'audience: https://orders.example',
      'audience: [https://orders.example, https://o.example]',
      ['widened audience list', 'widened audience create', 'widened audience deploy'],
    ],
    [
      'what an issuer requires',
      'org: { equals: acme }',
      'org: { in: [acme, beta] }',
      ['widened claims deploy'],
    ],
    [
      'another typ',
      'typ: at+jwt\n    tenant',
      'typ: [at+jwt, token+jwt]\n    tenant',
      ['widened type list', 'widened type create'],
    ],
    [
      'no token at all',
      'allow: [{ principal: user, scopes: [read] }]',
      'auth: public',
      ['widened auth list'],
    ],
    [
      'a token for what was public',
      'auth: public }',
      'allow: [{ principal: user }] }',
      ['narrowed auth health'],
    ],
    [
      'anonymous callers',
      'route: GET /orders',
      'route: GET /orders\n        auth: optional',
      ['widened auth list'],
    ],
    [
      'an algorithm',
      'algs: [ES256]\n    typ: at+jwt\n    tenant',
      'algs: [ES256, RS256]\n    typ: at+jwt\n    tenant',
      ['widened keys null'],
    ],
    ['another place of keys', 'https://ci.example/keys', 'https://cd.example/keys', ['widened keys null']],
    [
      'a cookie',
      'maxAge: 10m',
      'maxAge: 10m\n    credentials: [header, { cookie: __Host-t, csrf: { origins: [https://a.example] } }]',
      ['widened credential null', 'widened credential null'],
    ],
    ['longer tokens', 'maxAge: 10m', 'maxAge: 10m\n    maxTokenBytes: 4096', ['narrowed size null']],
    ['another route', 'route: POST /deploy', 'route: POST /deployments', ['changed route deploy']],
    [
      'shadow',
      'route: POST /deploy',
      'route: POST /deploy\n        mode: shadow\n        shadowUntil: 2026-12-20',
      ['widened shadow deploy', 'widened identity deploy', 'widened identity deploy'],
    ],
    [
      'an operation',
      '      health:',
      '      extra: { route: GET /x, allow: [{ identity: deployer }] }\n      health:',
      ['widened unknown extra'],
    ],
    [
      'another name of an operation',
      'deploy:\n',
      'ship:\n',
      ['widened unknown ship', 'narrowed unknown deploy'],
    ],
  ])('%s', async (_what, from, to, found) => {
    const { differences, incomplete } = await reportOf(edited(from, to));
    const short = differences.map(
      ({ effect, aspect, operation }) => `${effect} ${aspect} ${String(operation)}`,
    );
    expect([...short].sort()).toEqual([...found].sort());
    expect(incomplete).toEqual([]);
  });

  it('reports an issuer that is accepted no more for each operation', async () => {
    const fewer = edited('accept: [login, ci]', 'accept: [login]').replace(
      '{ identity: deployer }',
      '{ principal: user }',
    );
    const { differences } = await reportOf(fewer);
    expect(differences.map(({ effect, operation, message }) => [effect, operation, message])).toEqual([
      ['widened', 'deploy', expect.stringContaining('Tokens of login')],
      ['narrowed', 'deploy', 'Tokens of ci are refused.'],
    ]);
  });

  it('shows a token for each difference that tokens can show, allowed by one document alone', async () => {
    const { differences } = await reportOf(edited('in: [silver, gold]', 'in: [gold, bronze]'));
    expect(
      differences.map(({ effect, witness, place }) => [
        effect,
        witness?.token?.claims['acr'],
        witness?.verdicts.old.outcome,
        witness?.verdicts.new.outcome,
        place.line,
      ]),
    ).toEqual([
      ['widened', 'bronze', 'deny', 'allow', 37],
      ['narrowed', 'silver', 'allow', 'deny', 37],
    ]);
  });

  it.each<[what: string, from: string, to: string]>([
    ['the order of rules and values', 'in: [silver, gold]', 'in: [gold, silver]'],
    [
      'a rule twice',
      'allow: [{ identity: deployer }]',
      'allow: [{ identity: deployer }, { identity: deployer }]',
    ],
    [
      'a rule that another includes',
      '{ principal: user, scopes: [read] }',
      '{ principal: user, scopes: [read] }, { principal: user, scopes: [read, write] }',
    ],
    ['a condition in other words', 'equals: acme/shop', 'in: [acme/shop]'],
    ['an owner', 'owner: team-x', 'owner: team-y'],
    ['the name of the policy', 'name: shop', 'name: shop-2'],
  ])('finds no difference in %s', async (_what, from, to) => {
    const { out, code } = await compared(edited(from, to), '--fail-on', 'any');
    expect(out).toContain('no difference in meaning');
    expect(code).toBe(0);
  });
});

describe('the command', () => {
  const wider = edited('scopes: [read]', 'scopes: { anyOf: [read, list] }');
  const narrower = edited('scopes: [read]', 'scopes: [read, list]');

  it.each<[changed: string, failOn: readonly string[], code: number]>([
    [wider, [], 0],
    [wider, ['--fail-on', 'widen'], 1],
    [wider, ['--fail-on', 'any'], 1],
    [narrower, ['--fail-on', 'widen'], 0],
    [narrower, ['--fail-on', 'any'], 1],
    [POLICY, ['--fail-on', 'any'], 0],
    ['kind: JwtPolicy', [], 2],
  ])('ends with the code that was asked for: %#', async (changed, failOn, code) => {
    expect((await compared(changed, ...failOn)).code).toBe(code);
  });

  it('says that there is no difference where the digests are equal', async () => {
    const { out } = await compared(`# a comment\n${POLICY}`);
    expect(out).toBe('= no difference: the digests are equal\n');
  });

  it('writes what people read in 80 columns', async () => {
    const changed = edited('in: [silver, gold]', 'in: [gold, bronze]').replace('maxAge: 10m', 'maxAge: 5m');
    const { out } = await compared(changed.replace('https://ci.example/keys', 'https://cd.example/keys'));
    for (const line of out.split('\n')) expect(line.length).toBeLessThanOrEqual(80);
    expect(out).not.toMatch(/eyJ/u);
    await expect(out).toMatchFileSnapshot('diff.golden.txt');
  });

  it('compares a file with what git has of it', async () => {
    const { out, code } = await running(['diff', 'policy.yaml', '--fail-on', 'widen'], {
      files: { 'policy.yaml': POLICY },
      prepare: (cwd) => committed(cwd, wider),
    });
    expect(out).toContain('HEAD:policy.yaml → policy.yaml: 1 widened');
    expect(code).toBe(1);
  });

  it('compares a revision with the file of the work tree', async () => {
    const { out } = await running(['diff', 'HEAD:'], {
      files: { 'policy.yaml': POLICY },
      prepare: (cwd) => committed(cwd, wider),
    });
    expect(out).toContain('HEAD: → policy.yaml: 1 widened');
  });

  it('reads one of the two from standard input', async () => {
    const { out } = await running(['diff', '-', 'new.yaml'], { files: { 'new.yaml': wider }, stdin: POLICY });
    expect(out).toContain('1 widened');
  });

  it.each([
    [['diff', '-', '-'], 'Standard input is one document: name the other.\n'],
    [['diff', '-'], 'Standard input has no older version in git: name two documents.\n'],
    [['diff', 'none.yaml', 'other.yaml'], 'There is no file none.yaml.\n'],
  ])('%j cannot be compared', async (args, note) => {
    expect(await running(args)).toEqual({ code: 2, out: '', note });
  });
});
