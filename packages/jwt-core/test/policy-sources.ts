/** Sources of policy documents that a test controls, and folders that it writes to. */

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { PolicyContent, PolicySource } from '../src/policy/source/source.js';

/** A document of the service `orders`; two revisions differ in their digest. */
export function revision(name: string, more = ''): string {
  return `apiVersion: jwt-policy/v1
kind: JwtPolicy
metadata: { name: shop, revision: ${name} }
issuers:
  login:
    iss: https://id.example/
    keys: { discovery: oidc }
    algs: [ES256]
    typ: at+jwt
services:
  orders:
    audience: https://orders.example
    accept: [login]
    operations:
      list: { route: GET /orders, allow: [{ principal: user }] }
${more}`;
}

/** A source that has what the test put into it. */
export class HeldSource implements PolicySource {
  readonly location = 'held';
  readonly everyMs = 10_000;
  /** The tags that it was asked with. */
  readonly asked: (string | undefined)[] = [];
  /** How often it was watched, and not any more. */
  watchers = 0;
  /** The text, or why there is none. */
  content: string | Error;
  file: string | undefined;
  /** Set: reads wait for it. */
  gate: Promise<void> | undefined;
  /** Called when the content was taken, before it is returned. */
  afterRead: () => void = () => undefined;
  #onChange: () => void = () => undefined;

  constructor(content: string | Error) {
    this.content = content;
  }

  async read(tag: string | undefined): Promise<PolicyContent | undefined> {
    this.asked.push(tag);
    const { content, file } = this;
    this.afterRead();
    await this.gate;
    if (content instanceof Error) throw content;
    if (content === tag) return undefined;
    return { text: content, tag: content, ...(file === undefined ? {} : { file }) };
  }

  watch(onChange: () => void): () => void {
    this.watchers += 1;
    this.#onChange = onChange;
    return () => {
      this.watchers -= 1;
    };
  }

  /** Puts something else into it, and says so. */
  change(content: string | Error): void {
    this.content = content;
    this.#onChange();
  }
}

/** Something to wait for until the test opens it. */
export function closedGate(): { readonly passed: Promise<void>; readonly open: () => void } {
  let open = (): void => undefined;
  const passed = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { passed, open: () => open() };
}

/** An empty folder, to the end of the test. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'jwt-core-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}
