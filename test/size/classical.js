// Everything classical: the whole root entry and the subpaths below the servers, the command line language and the words.
export * as root from 'certwright';
export * as asn1 from 'certwright/asn1';
export * as oids from 'certwright/oids';
export * as keys from 'certwright/keys';
export * as x509 from 'certwright/x509';
export * as crypto from 'certwright/crypto';
export * as keystore from 'certwright/keystore';
export * as issue from 'certwright/issue';
export * as path from 'certwright/path';
