// `nest new` of version 12 writes ES modules. Its schematics can also write CommonJS, as version 11 did.
import { NodeWorkflow } from '@angular-devkit/schematics/tools/index.js';

const options = { name: 'app', type: 'cjs', language: 'ts', strict: true, observe: false };
new NodeWorkflow(process.cwd(), { dryRun: false })
  .execute({ collection: '@nestjs/schematics', schematic: 'application', options })
  .subscribe({
    error(error) {
      throw error;
    },
  });
