/** Object identifiers as constants. */
export * from './algorithms.ts';
export { attributeName, type DisplayName, findAttributeType } from './attribute-names.ts';
export * from './encryption.ts';
export * from './extensions.ts';
export * from './names.ts';
export * from './ocsp.ts';
export * from './pkcs12.ts';
export * from './purposes.ts';
