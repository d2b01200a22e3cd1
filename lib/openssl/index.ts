/** The command line of OpenSSL over an injected host, its configuration files and the language of its extensions. */
export * from './config/config.ts';
export * from './extensions.ts';
export * from './host.ts';
export * from './run.ts';
export * from './text/certificate.ts';
export * from './text/crl.ts';
export * from './text/request.ts';
export * from './x509v3/context.ts';
