import js from '@eslint/js';
import nx from '@nx/eslint-plugin';
import { defineConfig, globalIgnores } from 'eslint/config';
import { createNodeResolver, importX } from 'eslint-plugin-import-x';
import tseslint from 'typescript-eslint';
import { CORE_FLOORS, POLICY_FLOORS, zonesOf } from './tools/lint/core-floors.mjs';

/** Which layer may import which. The tags are in each package.json under `nx.tags`. */
const layers = {
  'layer:core': ['layer:core'],
  'layer:adapter': ['layer:core'],
  'layer:testing': ['layer:core', 'layer:testing'],
  'layer:cli': ['layer:core', 'layer:testing'],
  'layer:app': ['*'],
};

// This rule needs Nx's project graph: run it through `npm run check` or `nx lint`.
const boundaries = (allowed) => ({
  '@nx/enforce-module-boundaries': [
    'error',
    {
      depConstraints: Object.entries(allowed).map(([sourceTag, onlyDependOnLibsWithTags]) => ({
        sourceTag,
        onlyDependOnLibsWithTags,
      })),
    },
  ],
});

const CORE = './packages/jwt-core/src';
const zones = [...zonesOf(CORE_FLOORS, CORE), ...zonesOf(POLICY_FLOORS, `${CORE}/policy`)];

export default defineConfig(
  globalIgnores(['**/dist/', '**/.reports/', '**/.run/', '**/.tsbuild/', '**/.nx/']),
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  js.configs.recommended,
  {
    rules: {
      'no-restricted-syntax': [
        'error',
        {
          selector: 'Identifier[name=/^generateKey(Pair)?Sync$/u]',
          message: 'It can stop for ever on Node 20. Use generateKeyPair of jose, or the one of node:crypto.',
        },
      ],
    },
  },
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.strictTypeChecked],
    plugins: { '@nx': nx },
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      ...boundaries(layers),
      '@typescript-eslint/consistent-type-imports': 'error',
      // `return refuse('…')` reads better than two statements, and the type says that nothing comes back.
      '@typescript-eslint/no-confusing-void-expression': 'off',
      // Nest's options are classes that applications write as object literals.
      '@typescript-eslint/no-unsafe-class-instance-assignment': 'off',
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-non-null-assertion': 'error',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      // Nest's modules and controllers are classes that hold decorators only.
      '@typescript-eslint/no-extraneous-class': ['error', { allowWithDecorator: true }],
    },
  },
  {
    files: ['**/*.test.ts', '**/*.test-d.ts', '**/test/**/*.ts'],
    rules: boundaries({ ...layers, 'layer:adapter': ['layer:core', 'layer:testing'] }),
  },
  {
    files: ['**/*.ts'],
    plugins: { 'import-x': importX },
    settings: {
      'import-x/parsers': { '@typescript-eslint/parser': ['.ts'] },
      'import-x/resolver-next': [
        createNodeResolver({ extensions: ['.ts', '.js'], extensionAlias: { '.js': ['.ts', '.js'] } }),
      ],
    },
    rules: { 'import-x/no-cycle': ['error', { ignoreExternal: true }] },
  },
  {
    files: ['packages/jwt-core/src/**/*.ts'],
    rules: {
      'import-x/no-restricted-paths': ['error', { basePath: import.meta.dirname, zones }],
    },
  },
  {
    files: ['**/*.mjs'],
    languageOptions: {
      globals: Object.fromEntries(Object.getOwnPropertyNames(globalThis).map((name) => [name, 'readonly'])),
    },
  },
);
