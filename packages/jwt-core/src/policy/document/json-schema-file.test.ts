import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { policyJsonSchemaText, SCHEMA_FILE } from '../../../test/json-schema.js';

it('the JSON Schema of the policy document is made of the definition in code; `npx vitest run src/policy/document/json-schema-file.test.ts -u` writes it', async () => {
  await expect(await policyJsonSchemaText()).toMatchFileSnapshot(fileURLToPath(SCHEMA_FILE));
});
