import { renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { inShort, openLive } from '../../../test/live-policy.js';
import { HeldSource, revision, temporaryFolder } from '../../../test/policy-sources.js';

describe('files that the document refers to', () => {
  const withTenants = (): {
    folder: string;
    source: HeldSource;
    write: (tenants: readonly string[]) => void;
  } => {
    const folder = temporaryFolder();
    const source = new HeldSource(
      revision('r1')
        .replace('accept:', 'tenants: { file: tenants.json }\n    tenantFrom: path.tenant\n    accept:')
        .replace('typ: at+jwt', 'typ: at+jwt\n    tenant: tenant_id')
        .replace('GET /orders', '"GET /{tenant}/orders"'),
    );
    source.file = join(folder, 'policy.yaml');
    const write = (tenants: readonly string[]): void => {
      writeFileSync(join(folder, 'tenants.new'), JSON.stringify({ tenants }));
      renameSync(join(folder, 'tenants.new'), join(folder, 'tenants.json'));
    };
    write(['t-1']);
    return { folder, source, write };
  };

  it('lead to a reload of an unchanged document', async () => {
    const { source, write } = withTenants();
    const { live, events } = await openLive(source);
    await live.refresh();
    expect(events.map(({ type }) => type)).toEqual(['policy.activated']);
    write(['t-1', 't-2']);
    await live.refresh();
    await live.refresh();
    expect(events.map(({ type }) => type)).toEqual(['policy.activated', 'policy.activated']);
  });

  it('keep the last good policy in force when they are gone', async () => {
    const { source, folder, write } = withTenants();
    const { live, reported, inForce } = await openLive(source);
    renameSync(join(folder, 'tenants.json'), join(folder, 'elsewhere'));
    await live.refresh();
    await live.refresh();
    expect(inForce()).toBe('r1');
    expect(reported().slice(1)).toEqual(['rejected: unreadable']);
    write(['t-1']);
    await live.refresh();
    expect(live.failure).toBeUndefined();
  });

  it('are not mixed with another document', async () => {
    const { source, write } = withTenants();
    const { live, events } = await openLive(source);
    const after = String(source.content).replace('r1', 'r2');
    source.content = after;
    let isDeploying = true;
    source.afterRead = () => {
      if (!isDeploying) return;
      isDeploying = false;
      write(['t-1', 't-2']);
      source.content = after.replace('r2', 'r3');
    };
    await live.refresh();
    expect(events.map(inShort)).toEqual(['activated - → r1', 'activated r1 → r3']);
  });

  it('and change all the time are waited for', async () => {
    const { source, write } = withTenants();
    const { live, reported } = await openLive(source);
    let count = 0;
    source.content = String(source.content).replace('r1', 'r2');
    source.afterRead = () => write([`t-${String((count += 1))}`]);
    // The files are read after the document, and then they are others.
    await live.refresh();
    expect(reported().slice(1)).toEqual([
      'unreadable: the document and the files that it refers to change all the time',
    ]);
    source.afterRead = () => undefined;
    await live.refresh();
    expect(reported().at(-1)).toBe('activated r1 → r2');
  });

  it('and hold a secret lead to another activation, though the digest is the same', async () => {
    const folder = temporaryFolder();
    const source = new HeldSource(
      revision('r1').replace('discovery: oidc', 'secret: { file: secret }').replace('ES256', 'HS256'),
    );
    source.file = join(folder, 'policy.yaml');
    writeFileSync(join(folder, 'secret'), 'o'.repeat(32));
    const { live, events } = await openLive(source);
    await live.refresh();
    expect(events).toHaveLength(1);
    writeFileSync(join(folder, 'secret'), 'n'.repeat(32));
    await live.refresh();
    await live.refresh();
    expect(events.map(({ type }) => type)).toEqual(['policy.activated', 'policy.activated']);
    const [first, second] = events.map((event) => ('policy' in event ? event.policy.digest : ''));
    expect(second).toBe(first);
  });

  it('cannot be relative in a document from elsewhere', async () => {
    const { source } = withTenants();
    source.file = undefined;
    const { events } = await openLive(source);
    expect(events).toMatchObject([
      {
        type: 'policy.rejected',
        problems: [{ code: 'unreadable', pointer: '/services/orders/tenants/file' }],
      },
    ]);
  });

  it('may be absolute in one', async () => {
    const { source, folder } = withTenants();
    source.content = String(source.content).replace('tenants.json', join(folder, 'tenants.json'));
    source.file = undefined;
    expect((await openLive(source)).inForce()).toBe('r1');
  });
});
