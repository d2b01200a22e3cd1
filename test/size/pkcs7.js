// Certificates and CRLs in files of PKCS #7, both ways. Most is the reader of BER.
export * from 'certwright/pkcs7';
