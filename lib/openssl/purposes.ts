/** The table of `x509 -purpose`: what a certificate is good for (X509_PURPOSE), as a leaf and as a CA. */
import { factsOf } from '../openssl-verify/facts.ts';
import { purposeTitles, suitability } from '../openssl-verify/purposes.ts';
import type { Certificate } from '../x509/certificate.ts';

/** The table of `x509 -purpose`. */
export function purposesText(certificate: Certificate): string {
  const facts = factsOf(certificate);
  const rows = purposeTitles().flatMap(([name, title]) =>
    [false, true].map((ca) => {
      const said = suitability(facts, name, ca);
      const words = said === 1 ? 'Yes' : said === 0 ? 'No' : `Yes (WARNING code=${said})`;
      return `${title}${ca ? ' CA' : ''} : ${words}\n`;
    }),
  );
  return `Certificate purposes:\n${rows.join('')}`;
}
