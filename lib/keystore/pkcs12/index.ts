/** Entry point `certwright/pkcs12`: PKCS #12 files, both ways. */
export * from './open.ts';
export { readPkcs12, sortPkcs12 } from './read.ts';
export * from './types.ts';
export {
  type Pkcs12CertificateToWrite,
  type Pkcs12KeyToWrite,
  type Pkcs12Profile,
  type Pkcs12ToWrite,
  writePkcs12,
  type WritePkcs12Options,
} from './write.ts';
