// Parsing one certificate: the reader, nothing else.
import { parseCertificate } from 'certwright';

export const subject = (der) => parseCertificate(der).subject;
