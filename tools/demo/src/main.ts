import { parseArgs } from 'node:util';
import { callFleet, operationUrl } from './calls.js';
import { startDemo, type Demo } from './demo.js';
import { clientCredentials } from './grants.js';
import { CLIENTS } from './provider.js';
import { collectTokens, resourceOf } from './rows.js';
import { countSignatureOnly } from './signature-only.js';
import { paintFor, renderTable } from './table.js';

const paint = paintFor(process.stdout.isTTY);
const print = (text = ''): void => void process.stdout.write(`${text}\n`);
const progress = (text: string): void => print(paint('dim', `… ${text}`));

/** Prints the table. Returns whether every cell is as expected. */
async function showTable({ fleet, provider, unknownProvider }: Demo): Promise<boolean> {
  const tokens = await collectTokens({ provider, unknownProvider, progress });
  progress('calling every service with every token');
  const cells = await callFleet(fleet, tokens);
  print();
  print('Three services share one policy: tools/demo/jwt-policy.yaml. Each was called');
  print('with each token. 200: allowed. 401, 403: denied, with the reason on the right.');
  print();
  print(renderTable(fleet, cells, paint));
  print();
  const wrong = cells.filter((cell) => !cell.agrees).length;
  print(
    wrong === 0
      ? paint('green', `All ${String(cells.length)} cells are as expected, and the three frameworks agree.`)
      : paint('red', `${String(wrong)} of ${String(cells.length)} cells are not as expected.`),
  );
  const { accepted, denied } = await countSignatureOnly(cells, tokens, provider.issuer);
  print(
    `A check of the signature alone would have allowed ${String(accepted)} of the ${String(denied)} denied requests.`,
  );
  return wrong === 0;
}

/** Prints commands to try, and waits for Ctrl-C. */
async function serve({ fleet, provider }: Demo): Promise<void> {
  print();
  print('The services run until Ctrl-C. These tokens are valid for ten minutes:');
  for (const service of fleet.services) {
    const scope = `${service.name}:write`;
    const token = await clientCredentials(provider, CLIENTS.sync.id, resourceOf(service.name), scope);
    print();
    print(paint('bold', `# ${service.name} (${service.framework})`));
    print(`curl -i -X POST ${operationUrl(service)} -H 'Authorization: Bearer ${token}'`);
  }
  print();
  print('Try the token of one service on another, call without a token, or write t-us for t-eu.');
  await new Promise<void>((resolve) => {
    process.once('SIGINT', () => resolve());
    process.once('SIGTERM', () => resolve());
  });
}

async function main(): Promise<number> {
  const { values } = parseArgs({ options: { serve: { type: 'boolean', default: false } } });
  const demo = await startDemo(progress);
  try {
    const isRight = await showTable(demo);
    if (values.serve) await serve(demo);
    else print('To call the services yourself: npm run demo -- --serve');
    return isRight ? 0 : 1;
  } finally {
    await demo.close();
  }
}

try {
  process.exitCode = await main();
} catch (error) {
  process.stderr.write(`The demo could not run: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
