/** Entry point `certwright/keystore`: private key files, plain and encrypted. */
export * from './encrypted-key.ts';
export * from './load.ts';
export * from './pbes2.ts';
