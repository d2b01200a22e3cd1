// Key stores of PKCS #12, both ways. Nearly half is the reader of BER.
export * from 'certwright/pkcs12';
