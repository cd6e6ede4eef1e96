// What `nest new` writes, with our module added as the guide says: it is built, started, and runs its tests.
import { copyFileSync, cpSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { must } from '../lib/child.mjs';
import { countCommand, countVitest } from './counts.mjs';
import { countJest } from './jest.mjs';
import { findNode } from './nodes.mjs';
import { project } from './project.mjs';

export const nestProjects = [
  row('nest-new11', 'nest new of NestJS 11: CommonJS and Jest', runNest11),
  row('nest-new12', 'nest new of NestJS 12: ES modules and Vitest; and CommonJS and Jest', runNest12),
];

function row(name, about, run) {
  return { name, about, run: async (progress) => run(await project(name, progress), progress) };
}

async function runNest11(cwd, progress) {
  progress('nest new');
  const app = await nestNew(cwd);
  addModule(app);
  // The one line of the guide, in both of Jest's settings.
  edit(app, 'test/jest-e2e.json', '"transform": {', `${TRANSFORM_IGNORE}, "transform": {`);
  edit(app, 'package.json', '"transform": {', `${TRANSFORM_IGNORE}, "transform": {`);
  return [
    ...(await buildAndStart(app, 'CommonJS', progress)),
    await countJest('unit test, Jest', { cwd: app, jest: join(cwd, JEST_BIN), args: [] }),
    await countJest('e2e test, Jest', { cwd: app, jest: join(cwd, JEST_BIN), args: E2E }),
  ];
}

async function runNest12(cwd, progress) {
  progress('nest new');
  const app = await nestNew(cwd, '--no-observe');
  addModule(app, { extension: '.js' });
  const esm = await buildAndStart(app, 'ES modules', progress);
  const vitest = join(cwd, 'node_modules/vitest/vitest.mjs');
  const config = ['--config', 'vitest.config.e2e.ts'];
  const e2e = await countVitest('e2e test, Vitest', config, { cwd: app, vitest });
  renameSync(app, join(cwd, 'app-esm'));

  progress('nest new, CommonJS');
  await must(process.execPath, [join(cwd, 'generate.mjs')], { cwd });
  addModule(app);
  const commonjs = await buildAndStart(app, 'CommonJS', progress);
  // What it writes for Jest needs this Node: NestJS itself is ES modules.
  const { node, version } = await findNode(24);
  const jest = await countJest(`e2e test, Jest, Node ${version}`, {
    cwd: app,
    node,
    flags: ['--experimental-vm-modules'],
    jest: join(cwd, JEST_BIN),
    args: E2E,
  });
  return [...esm, e2e, ...commonjs, jest];
}

const JEST_BIN = 'node_modules/jest/bin/jest.js';
const E2E = ['--config', 'test/jest-e2e.json'];
const TRANSFORM_IGNORE = '"transformIgnorePatterns": ["/node_modules/(?!(\\\\.pnpm|@org|jose)/)"]';

async function nestNew(cwd, ...flags) {
  cpSync(join(import.meta.dirname, 'nest-new'), cwd, { recursive: true });
  const args = ['new', 'app', '--skip-install', '--skip-git', '--package-manager=npm', ...flags];
  await must(process.execPath, [join(cwd, NEST), ...args], { cwd });
  return join(cwd, 'app');
}

const NEST = 'node_modules/@nestjs/cli/bin/nest.js';

/** The module, the mark of the handler, and the e2e test of a guarded application. */
function addModule(app, { extension = '' } = {}) {
  const module = "JwtPolicyModule.forRoot({ policy: 'jwt-policy.yaml', service: 'hello' })";
  edit(app, 'src/app.module.ts', 'imports: []', `imports: [${module}]`);
  edit(app, 'src/app.module.ts', '@Module', "import { JwtPolicyModule } from '@org/jwt-nestjs';\n\n@Module");
  edit(app, 'src/app.controller.ts', '@Get()', "@Get()\n  @Operation('sayHello')");
  edit(
    app,
    'src/app.controller.ts',
    '@Controller',
    "import { Operation } from '@org/jwt-nestjs';\n\n@Controller",
  );
  for (const file of ['jwt-policy.yaml', 'start.mjs']) copyFileSync(join(app, '..', file), join(app, file));
  const test = readFileSync(join(app, '../app.e2e-spec.ts'), 'utf8');
  writeFileSync(join(app, 'test/app.e2e-spec.ts'), test.replace("app.module'", `app.module${extension}'`));
}

async function buildAndStart(app, kind, progress) {
  progress(`nest build, ${kind}`);
  const built = await countCommand(`nest build, ${kind}`, [join(app, '..', NEST), 'build'], { cwd: app });
  const started = await countCommand(`node dist/main, ${kind}`, ['start.mjs'], { cwd: app });
  progress(`tests, ${kind}`);
  return [built, started];
}

/** Changes one place of a generated file, or throws where there is no such place. */
function edit(app, file, from, to) {
  const path = join(app, file);
  const text = readFileSync(path, 'utf8');
  if (!text.includes(from)) throw new Error(`${file}: expected ${from}, found\n${text}`);
  writeFileSync(path, text.replace(from, to));
}
