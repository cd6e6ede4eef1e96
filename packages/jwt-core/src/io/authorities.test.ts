import { describe, expect, it } from 'vitest';
import { createAuthority } from '../../test/certificates.js';
import { faultOfAuthorities } from './authorities.js';

const authority = await createAuthority();
const { ca } = authority;
const other = await createAuthority();

describe('certificates of authorities', () => {
  it.each([
    ['one', ca],
    ['two', `${ca}${other.ca}`],
    ['with comments around them', `# our own\n${ca}\n# theirs\r\n${other.ca.replaceAll('\n', '\r\n')}`],
  ])('are in PEM: %s', (_what, pem) => {
    expect(faultOfAuthorities(pem)).toBeUndefined();
  });

  it.each([
    ['nothing', '', 'has no certificate in PEM'],
    ['a path', '/etc/acme/ca.pem', 'has no certificate in PEM'],
    ['a block that does not end', ca.replace('-----END CERTIFICATE-----', ''), 'has no certificate in PEM'],
    [
      'a key beside it',
      `${ca}${authority.issue('a').key}`,
      'has a block of another kind than CERTIFICATE: PRIVATE KEY',
    ],
    [
      'a second one that is cut',
      `${ca}${other.ca.replace(/\n.{64}\n/u, '\n')}`,
      'has a certificate that cannot be read: number 2',
    ],
  ])('are not: %s', (_what, pem, fault) => {
    expect(faultOfAuthorities(pem)).toContain(fault);
  });
});
