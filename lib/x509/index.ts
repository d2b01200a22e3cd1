/** Certificates, requests, CRLs, names and extensions: views over bytes, both ways, no crypto. */
export * from './certificate.ts';
export * from './crl.ts';
export * from './extension.ts';
export * from './extensions/alternative-names.ts';
export * from './extensions/crl-entry-extensions.ts';
export * from './extensions/crl-numbers.ts';
export * from './extensions/distribution-points.ts';
export * from './extensions/further.ts';
export * from './extensions/information-access.ts';
export * from './extensions/key-identifiers.ts';
export * from './extensions/name-constraints.ts';
export * from './extensions/policies.ts';
export * from './extensions/policy-qualifiers.ts';
export * from './extensions/usage.ts';
export * from './general-name.ts';
export * from './name.ts';
export * from './request.ts';
