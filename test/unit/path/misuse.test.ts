import { type ChainInput, verifyChain } from '../../../lib/api/verify.ts';
import type { Certificate } from '../../../lib/x509/certificate.ts';
import type { CertificateList } from '../../../lib/x509/crl.ts';
import { AT, make } from '../../support/chain-kit.ts';
import { throwsCode } from '../../support/throws.ts';

const root = make({ subject: 'CN=Root', ca: true });
const leaf = make({ subject: 'CN=leaf', issuer: root });
const good: ChainInput = { leaf: leaf.certificate, anchors: [root.certificate], at: AT };

describe('misuse of verifyChain', () => {
  for (const odd of [undefined, null, 'PEM text', leaf.certificate.der, {}]) {
    it(`is refused: ${odd instanceof Uint8Array ? 'octets' : JSON.stringify(odd)} where a certificate or CRL is wanted`, () => {
      const unparsed = odd as Certificate;
      throwsCode('bad-option', () => verifyChain({ ...good, leaf: unparsed }));
      throwsCode('bad-option', () => verifyChain({ ...good, intermediates: [unparsed] }));
      throwsCode('bad-option', () => verifyChain({ ...good, anchors: [root.certificate, unparsed] }));
      throwsCode('bad-option', () => verifyChain({ ...good, crls: [odd as CertificateList] }));
    });
  }
});
