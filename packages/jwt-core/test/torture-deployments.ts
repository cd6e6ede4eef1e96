/** The ways in which a policy document is replaced, by another thread. */

import type { ServerResponse } from 'node:http';
import { once } from 'node:events';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { onTestFinished } from 'vitest';
import { sha256 } from '../src/policy/digest.js';
import { filePolicySource } from '../src/policy/source/file-source.js';
import { httpsPolicySource } from '../src/policy/source/http-source.js';
import type { PolicySource } from '../src/policy/source/source.js';
import { serve } from './loopback.js';
import { temporaryFolder } from './policy-sources.js';

/** A source, and who changes what it reads. */
export interface Deployment {
  readonly source: PolicySource;
  readonly replace: (text: string) => Promise<void>;
}

/** The interval within which the last document must be in force, in milliseconds. */
export const INTERVAL_MS = 1_000;

/** In place, a file is truncated, half written and then written to its end; on a busy machine that may take a while. */
const SETTLE_MS = { rename: 20, configMap: 20, inPlace: 250 };

/** What the worker does, by name, with the folder and the text. */
const WORKER = `
const { mkdirSync, openSync, closeSync, writeSync, renameSync, rmSync, symlinkSync, writeFileSync } = require('node:fs');
const { join } = require('node:path');
const { parentPort, workerData: { folder, method } } = require('node:worker_threads');
let version = 0;
const methods = {
  rename(text) {
    writeFileSync(join(folder, 'policy.yaml.new'), text);
    renameSync(join(folder, 'policy.yaml.new'), join(folder, 'policy.yaml'));
  },
  inPlace(text) {
    const file = openSync(join(folder, 'policy.yaml'), 'w');
    const cut = text.trimEnd().lastIndexOf('\\n') + 1; // before the last line: what is before it is a whole document
    writeSync(file, text.slice(0, cut));
    const until = performance.now() + Math.random() * 3;
    while (performance.now() < until);
    writeSync(file, text.slice(cut));
    closeSync(file);
  },
  configMap(text) {
    version += 1;
    mkdirSync(join(folder, '..' + version));
    writeFileSync(join(folder, '..' + version, 'policy.yaml'), text);
    symlinkSync('..' + version, join(folder, '..data_tmp'));
    renameSync(join(folder, '..data_tmp'), join(folder, '..data'));
    if (version === 1) symlinkSync('..data/policy.yaml', join(folder, 'policy.yaml'));
    rmSync(join(folder, '..' + (version - 1)), { recursive: true, force: true });
  },
};
parentPort.on('message', (text) => {
  methods[method](text);
  parentPort.postMessage('done');
});
`;

function file(method: keyof typeof SETTLE_MS): () => Promise<Deployment> {
  return () => {
    const folder = temporaryFolder();
    const worker = new Worker(WORKER, { eval: true, workerData: { folder, method } });
    onTestFinished(() => void worker.terminate());
    const source = filePolicySource(join(folder, 'policy.yaml'), {
      everyMs: INTERVAL_MS,
      settleMs: SETTLE_MS[method],
    });
    const replace = async (text: string): Promise<void> => {
      worker.postMessage(text);
      await once(worker, 'message');
    };
    return Promise.resolve({ source, replace });
  };
}

async function http(): Promise<Deployment> {
  let text = '';
  const { url } = await serve((request, response: ServerResponse) => {
    const etag = `"${sha256(text)}"`;
    if (request.headers['if-none-match'] === etag) response.writeHead(304).end();
    else response.writeHead(200, { etag }).end(text);
  });
  const options = { everyMs: 20, insecure: { allowHttpLoopback: true } };
  return {
    source: httpsPolicySource(`${url}/policy.yaml`, options),
    replace: (next) => {
      text = next;
      return Promise.resolve();
    },
  };
}

/** Each way. */
export const DEPLOYMENTS: Readonly<Record<string, () => Promise<Deployment>>> = {
  rename: file('rename'),
  'in place': file('inPlace'),
  ConfigMap: file('configMap'),
  HTTP: http,
};
