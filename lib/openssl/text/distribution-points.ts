/** Distribution points in `-text` dumps (v3_crld.c). Full names and reasons do not begin a line of their own behind each other; that is OpenSSL's. */
import type {
  DistributionPoint,
  DistributionPointName,
  IssuingDistributionPoint,
  ReasonFlag,
} from '../../x509/extensions/distribution-points.ts';
import { REASON_FLAG_NAMES } from '../../x509/extensions/distribution-points.ts';
import type { GeneralName } from '../../x509/general-name.ts';
import { generalNameText, nameText } from './names.ts';

const REASON_TEXTS: Readonly<Record<ReasonFlag, string>> = {
  unused: 'Unused',
  keyCompromise: 'Key Compromise',
  cACompromise: 'CA Compromise',
  affiliationChanged: 'Affiliation Changed',
  superseded: 'Superseded',
  cessationOfOperation: 'Cessation Of Operation',
  certificateHold: 'Certificate Hold',
  privilegeWithdrawn: 'Privilege Withdrawn',
  aACompromise: 'AA Compromise',
};

/** i2r_crldp. */
export function distributionPointsText(points: readonly DistributionPoint[], indent: number): string {
  const pad = ' '.repeat(indent);
  return points
    .map(({ name, reasons, crlIssuer }) => {
      const first = name === undefined ? '' : pointNameText(name, indent);
      const second = reasons === undefined ? '' : reasonsText('Reasons', reasons, indent);
      return first + second + (crlIssuer === undefined ? '' : `${pad}CRL Issuer:\n${namesText(crlIssuer, indent)}`);
    })
    .join('\n');
}

/** i2r_idp. */
export function issuingDistributionPointText(point: IssuingDistributionPoint, indent: number): string {
  const pad = ' '.repeat(indent);
  const parts = [
    point.name === undefined ? '' : pointNameText(point.name, indent),
    point.onlyUserCertificates ? `${pad}Only User Certificates\n` : '',
    point.onlyCaCertificates ? `${pad}Only CA Certificates\n` : '',
    point.indirectCrl ? `${pad}Indirect CRL\n` : '',
    point.onlySomeReasons === undefined ? '' : reasonsText('Only Some Reasons', point.onlySomeReasons, indent),
    point.onlyAttributeCertificates ? `${pad}Only Attribute Certificates\n` : '',
  ].join('');
  return parts === '' ? `${pad}<EMPTY>\n` : parts;
}

function pointNameText(name: DistributionPointName, indent: number): string {
  const pad = ' '.repeat(indent);
  if (name.kind === 'fullName') return `${pad}Full Name:\n${namesText(name.names, indent)}`;
  return `${pad}Relative Name:\n${pad}  ${nameText({ der: new Uint8Array(0), rdns: [name.rdn] })}\n`;
}

function namesText(names: readonly GeneralName[], indent: number): string {
  return names.map((name) => `${' '.repeat(indent + 2)}${generalNameText(name)}`).join('\n');
}

function reasonsText(title: string, reasons: readonly ReasonFlag[], indent: number): string {
  const texts = REASON_FLAG_NAMES.filter((flag) => reasons.includes(flag)).map((flag) => REASON_TEXTS[flag]);
  const pad = ' '.repeat(indent);
  return `${pad}${title}:\n${pad}  ${texts.length === 0 ? '<EMPTY>' : texts.join(', ')}\n`;
}
