import { expect, it } from 'vitest';
import { PAGE, rulesPage } from '../../test/rules-page.js';

it('the page of the lint rules is made of the rules in code; `npx vitest run src/lint/rules-page.test.ts -u` writes it', async () => {
  await expect(await rulesPage()).toMatchFileSnapshot(PAGE);
});
