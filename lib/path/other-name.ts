/**
 * The two forms of otherName that are compared here: SRVName (RFC 4985, an IA5String) and SmtpUTF8Mailbox (RFC 9598, a UTF8String).
 */
import { readDer } from '../asn1/reader.ts';
import { tryDecodeString } from '../asn1/strings.ts';
import { IA5_STRING, UTF8_STRING } from '../asn1/tags.ts';
import { catchMalformed, PkiError } from '../base/error.ts';
import type { GeneralName } from '../x509/general-name.ts';

/** id-on-dnsSRV (RFC 4985 2). */
export const SRV_NAME = '1.3.6.1.5.5.7.8.7';
/** id-on-SmtpUTF8Mailbox (RFC 9598 3). */
export const SMTP_UTF8_MAILBOX = '1.3.6.1.5.5.7.8.9';

/** Text of an SRVName; undefined for other names and for one that is no IA5String. */
export function srvNameText(name: GeneralName): string | undefined {
  return otherNameText(name, SRV_NAME, IA5_STRING);
}

/** Text of an SmtpUTF8Mailbox; undefined for other names and for one that is no UTF8String. */
export function smtpUtf8MailboxText(name: GeneralName): string | undefined {
  return otherNameText(name, SMTP_UTF8_MAILBOX, UTF8_STRING);
}

function otherNameText(name: GeneralName, type: string, tag: number): string | undefined {
  if (name.kind !== 'otherName' || name.type !== type) return undefined;
  const octets = catchMalformed(() => readDer(name.value, (reader) => reader.read(tag, '')));
  return octets instanceof PkiError ? undefined : tryDecodeString(tag, octets);
}
