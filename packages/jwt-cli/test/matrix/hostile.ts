/** A matrix whose every name tries to be markup, a formula, or a control sequence. The loader takes no such names today. */

import type { Matrix } from '../../src/matrix/cells.js';

/** Text that would run, where it were not escaped. */
export const HOSTILE = `<img src=x onerror="document.title='owned'">"'&</script></style></title>\u001B[31m\u202E`;

/** See above. */
export const HOSTILE_MATRIX: Matrix = {
  by: 'holders',
  policy: { file: HOSTILE, digest: HOSTILE },
  name: HOSTILE,
  revision: HOSTILE,
  now: 0,
  columns: [{ service: HOSTILE, operation: HOSTILE, route: HOSTILE, auth: 'required' }],
  rows: [
    {
      holder: HOSTILE,
      kind: 'user',
      issuer: HOSTILE,
      service: `=${HOSTILE}`,
      operation: undefined,
      rule: undefined,
      cells: [{ verdict: 'crossing' }],
    },
  ],
  sharing: [HOSTILE, HOSTILE],
};
