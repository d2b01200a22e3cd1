/** General names as OpenSSL compares them where CRLs are chosen and read: GENERAL_NAME_cmp. */
import { equalBytes } from '../../base/bytes.ts';
import type { GeneralName } from '../../x509/general-name.ts';
import { nameText } from '../facts.ts';

/** Whether one of the directory names among `names` is the one of this text (`nameText`); other forms are passed over. */
export function hasDirectoryName(names: readonly GeneralName[], text: string): boolean {
  return names.some((candidate) => candidate.kind === 'directoryName' && nameText(candidate.name) === text);
}

/** Whether two names are the same one: texts octet by octet, letter case included. */
export function sameGeneralName(a: GeneralName, b: GeneralName): boolean {
  switch (a.kind) {
    case 'directoryName':
      return b.kind === a.kind && nameText(a.name) === nameText(b.name);
    case 'otherName':
      return b.kind === a.kind && a.type === b.type && equalBytes(a.value, b.value);
    case 'x400Address':
    case 'ediPartyName':
      return b.kind === a.kind && equalBytes(a.der, b.der);
    case 'iPAddress':
      return b.kind === a.kind && equalBytes(a.value, b.value);
    default:
      return b.kind === a.kind && a.value === b.value;
  }
}
