// Everything classical: the root entry and all subpaths but BER, the servers, the command line language and the words. (Where two entries export
// different functions of one name, the root entry's wraps the other.)
export * from 'certwright';
export * from 'certwright/asn1';
export * from 'certwright/oids';
export * from 'certwright/keys';
export * from 'certwright/x509';
export * from 'certwright/crypto';
export * from 'certwright/keystore';
export * from 'certwright/issue';
export * from 'certwright/path';
