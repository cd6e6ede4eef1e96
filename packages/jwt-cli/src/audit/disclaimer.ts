/** What the report is, and is not. */
export const DISCLAIMER =
  'This report lists controls that a policy configures, and the requirements that they support. It is evidence for an assessment, and no statement that anything complies.';
