import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

// TypeScript 7 is called by path: its `tsc` and that of TypeScript 6 (for tools that need the API) have one name.
const tsc = 'node node_modules/typescript7/bin/tsc';
const rolldown = 'node node_modules/rolldown/bin/cli.mjs';

/** A report that `npm test` reads, and what is seen meanwhile: failures, and how far the run is. */
const reporting = (report) =>
  `--reporter=minimal --reporter=../../tools/config/progress.mjs ` +
  `--reporter=json --outputFile.json=.reports/${report}.json`;

/**
 * Gives every workspace package that carries `nx.tags` the same targets.
 * `dir` is the package's folder, relative to the workspace.
 */
function targetsOf(dir, tags) {
  const isCore = tags.includes('layer:core');
  // Only core promises a coverage; its thresholds are in its vitest.config.mjs. They are for the tests of all tiers
  // together, so the deep run of core repeats the quick ones.
  const deepTests = isCore ? '--coverage' : '--project=deep';
  // The modules of core are too many to load one by one; of them the compiler writes the declarations alone.
  const bundle = isCore ? `${rolldown} -c ${dir}/rolldown.config.mjs && ` : '';
  // What is published can also be required.
  const commonjs = dir.startsWith('packages/') ? ` && node tools/nx-plugin/commonjs.mjs ${dir}` : '';
  return {
    build: {
      command: `${bundle}${tsc} -b ${dir}/tsconfig.lib.json${commonjs}`,
      dependsOn: ['^build'],
      cache: true,
      inputs: ['production', '^production'],
      outputs: ['{projectRoot}/dist'],
    },
    typecheck: {
      command: `${tsc} -b ${dir}/tsconfig.test.json`,
      dependsOn: ['build', '^build'],
      cache: true,
      inputs: ['default', '^production', '{workspaceRoot}/tools/config/tsconfig.test.json'],
      outputs: [],
    },
    test: tests({ dir, report: 'quick', chosen: "--project='!deep'", outputs: [] }),
    'test-deep': tests({
      dir,
      report: 'deep',
      chosen: deepTests,
      outputs: isCore ? ['{projectRoot}/.reports/coverage'] : [],
    }),
    lint: {
      command: 'eslint . --max-warnings 0',
      options: { cwd: dir },
      cache: true,
      inputs: [
        'default',
        '^production',
        '{workspaceRoot}/eslint.config.mjs',
        '{workspaceRoot}/tools/config/tsconfig.test.json',
      ],
      outputs: [],
    },
  };
}

function tests({ dir, report, chosen, outputs }) {
  return {
    command: `vitest run ${chosen} ${reporting(report)}`,
    options: { cwd: dir },
    cache: true,
    inputs: [
      'default',
      '^production',
      '{workspaceRoot}/tools/config/*.mjs',
      '{workspaceRoot}/tools/config/tsconfig.test.json',
      // It explains what the tests of public vectors judge otherwise.
      '{workspaceRoot}/docs/security.md',
      // Where the public test vectors are, and whether they may be absent.
      { env: 'JWT_VECTORS' },
      { env: 'CI' },
      // How much of the matrices runs.
      { env: 'JWT_MATRIX' },
      { env: 'RAW_HTTP' },
      { env: 'JWT_DIFF_PAIRS' },
      { env: 'JWT_DIFF_TOKENS' },
      { env: 'JWT_DIFF_SEED' },
    ],
    outputs: [`{projectRoot}/.reports/${report}.json`, ...outputs],
  };
}

export const createNodesV2 = [
  '{packages,tools}/*/package.json',
  (manifests, _options, { workspaceRoot }) =>
    Promise.all(
      manifests.map(async (manifest) => {
        const { nx } = JSON.parse(await readFile(join(workspaceRoot, manifest), 'utf8'));
        const dir = dirname(manifest);
        const projects = nx?.tags ? { [dir]: { targets: targetsOf(dir, nx.tags) } } : {};
        return [manifest, { projects }];
      }),
    ),
];
