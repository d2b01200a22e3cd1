/** The host name check of OpenSSL's X509_check_host where a certificate has no dNSName: the common name counts, with one wildcard label at most. */
import { COMMON_NAME } from '../oids/names.ts';
import type { Certificate } from '../x509/certificate.ts';
import { readExtension } from '../x509/extension.ts';
import { subjectAltName } from '../x509/extensions/alternative-names.ts';
import { attributeText } from '../x509/name-attribute.ts';

/** True where the certificate has a dNSName, so that its common names do not count. */
export function hasDnsNames(certificate: Certificate): boolean {
  return (readExtension(certificate, subjectAltName) ?? []).some(({ kind }) => kind === 'dNSName');
}

/** True where one of the common names is the host's name. */
export function commonNameMatches(certificate: Certificate, host: string): boolean {
  const wanted = host.toLowerCase();
  return certificate.subject.rdns.flat().some((attribute) => {
    if (attribute.type !== COMMON_NAME) return false;
    const name = isStringTag(attribute.tag) ? attributeText(attribute)?.toLowerCase() : undefined;
    return name !== undefined && matches(name, wanted);
  });
}

function isStringTag(tag: number): boolean {
  return [0x0c, 0x13, 0x14, 0x16, 0x1e].includes(tag);
}

/** `*.` at the start stands for one label, where at least two more follow. */
function matches(pattern: string, host: string): boolean {
  if (!pattern.startsWith('*.')) return pattern === host;
  const dot = host.indexOf('.');
  return dot > 0 && pattern.slice(1) === host.slice(dot) && pattern.indexOf('.', 2) > 0;
}
