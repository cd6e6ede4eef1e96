import { execFile } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { describe, expect, it } from 'vitest';
import { WORKSPACE } from '../src/workspace.js';
import { fencesIn, type Fence } from './markdown.js';

/** Inside this project, so that the packages are found, and in a folder that Git and the tools leave alone. */
const FOLDER = `${WORKSPACE}/tools/docs/.tsbuild/examples`;

const TSCONFIG = {
  extends: '../../../../tsconfig.base.json',
  compilerOptions: {
    noEmit: true,
    composite: false,
    declaration: false,
    isolatedDeclarations: false,
    experimentalDecorators: true,
    // Nest's people write parameter properties.
    erasableSyntaxOnly: false,
    // An example shows a part of a program.
    noUnusedLocals: false,
    noUnusedParameters: false,
    rootDir: WORKSPACE,
  },
  include: ['**/*.ts', '../../test/ambient.d.ts'],
  exclude: [],
};

/** JSON that a page shows as an instance of one of core's types: `json DecisionEvent`. */
const JSON_TYPE = /^json ([A-Z]\w+)$/u;

function sourceOf({ info, content }: Fence): string | undefined {
  if (info === 'ts') return content;
  const [, type] = JSON_TYPE.exec(info) ?? [];
  if (type === undefined) return undefined;
  return `import type { ${type} } from '@org/jwt-core'; export const example: ${type} = ${content};`;
}

/** One module per example, with the lines where the page has them, so that the compiler's messages name them. */
function writeExamples(fences: readonly Fence[]): number {
  rmSync(FOLDER, { recursive: true, force: true });
  const sources = fences.flatMap((fence) => {
    const source = sourceOf(fence);
    return source === undefined ? [] : [{ ...fence, source }];
  });
  for (const { place, line, source } of sources) {
    const path = `${FOLDER}/${place.replace(/:\d+$/u, '')}.${line}.ts`;
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, `${'\n'.repeat(line - 1)}${source}\nexport {};\n`);
  }
  writeFileSync(`${FOLDER}/tsconfig.json`, JSON.stringify(TSCONFIG));
  return sources.length;
}

/** What the compiler says of the examples, one message per element. */
function compile(): Promise<readonly string[]> {
  const tsc = `${WORKSPACE}/node_modules/typescript7/bin/tsc`;
  return new Promise((resolve) => {
    execFile(process.execPath, [tsc, '-p', FOLDER, '--pretty', 'false'], { cwd: FOLDER }, (error, output) => {
      const messages = output.split(/\n(?! )/u).filter((message) => message !== '');
      resolve(error !== null && messages.length === 0 ? [error.message] : messages);
    });
  });
}

describe('the TypeScript examples', () => {
  it('compile in the strictest settings', { timeout: 120_000 }, async () => {
    expect(writeExamples(fencesIn('ts', 'json'))).toBeGreaterThan(0);
    expect(await compile()).toEqual([]);
  });

  it('would not compile with a mistake', { timeout: 120_000 }, async () => {
    const content = "import { createVerifyer } from '@org/jwt-core';\ncreateVerifyer();";
    writeExamples([{ place: 'docs/none.md:3', line: 3, info: 'ts', content }]);
    const [message] = await compile();
    expect(message).toContain(`docs/none.md.3.ts(3,10): error TS2724`);
  });

  it('are all marked as `ts`, so that none is left out', () => {
    expect(fencesIn('typescript', 'tsx').concat(fencesIn('ts').filter(({ info }) => info !== 'ts'))).toEqual(
      [],
    );
  });
});
