/** What a server makes of each problem: when it starts, and when it reloads its files. What is not here changes neither. */
import type { DiagnosisCode } from './codes.ts';

/** Consequences in words that programs can compare. */
export interface Consequence {
  readonly atStart?: 'refuses to start' | 'starts without maps';
  readonly atReload?:
    | 'keeps all old settings'
    | 'keeps the old value of this setting'
    | 'keeps the old TLS files, all of them'
    | 'keeps the old lines of pg_hba.conf'
    | 'keeps the old maps';
}

const SETTINGS: Consequence = { atStart: 'refuses to start', atReload: 'keeps all old settings' };
const TLS: Consequence = { atStart: 'refuses to start', atReload: 'keeps the old TLS files, all of them' };
const HBA: Consequence = { atStart: 'refuses to start', atReload: 'keeps the old lines of pg_hba.conf' };
const MAPS: Consequence = { atStart: 'starts without maps', atReload: 'keeps the old maps' };
const START: Consequence = { atStart: 'refuses to start' };

const CONSEQUENCES: Readonly<Partial<Record<DiagnosisCode, Consequence>>> = {
  'conf-missing': SETTINGS,
  'conf-syntax-error': SETTINGS,
  'conf-include-missing': SETTINGS,
  'conf-include-recursion': SETTINGS,
  'conf-include-too-deep': SETTINGS,
  'conf-include-empty-name': SETTINGS,
  'conf-too-large': SETTINGS,
  'setting-unknown': SETTINGS,
  'setting-invalid': { atStart: 'refuses to start', atReload: 'keeps the old value of this setting' },
  'data-folder-missing': START,
  'data-folder-invalid': START,
  'data-folder-mode': START,
  'version-mismatch': START,
  'protocol-range-invalid': TLS,
  'curve-unknown': TLS,
  'ciphers-invalid': TLS,
  'dh-params-missing': START,
  'dh-params-invalid': START,
  'key-missing': TLS,
  'key-not-accessible': TLS,
  'key-not-regular-file': TLS,
  'key-wrong-owner': TLS,
  'key-group-or-world-access': TLS,
  'key-not-readable': TLS,
  'key-no-private-key': TLS,
  'key-mismatch': TLS,
  'key-type-mismatch': TLS,
  'passphrase-unavailable': TLS,
  'passphrase-command-failed': TLS,
  'passphrase-wrong': TLS,
  'passphrase-not-reloadable': { atReload: 'keeps the old TLS files, all of them' },
  'passphrase-never-reloadable': { atReload: 'keeps the old TLS files, all of them' },
  'cert-missing': TLS,
  'cert-not-readable': TLS,
  'cert-no-pem': TLS,
  'cert-key-unusable': TLS,
  'cert-bad-pem': TLS,
  'cert-bad-der': TLS,
  'cert-invalid-extension': TLS,
  'cert-key-too-small': TLS,
  'cert-digest-too-weak': TLS,
  'ca-missing': TLS,
  'ca-not-readable': TLS,
  'ca-no-certificate': TLS,
  'ca-bad-block': TLS,
  'crl-missing': TLS,
  'crl-not-readable': TLS,
  'crl-none-found': TLS,
  'crl-bad-block': TLS,
  'hba-missing': HBA,
  'hba-empty': HBA,
  'hba-line-refused': HBA,
  'ident-missing': MAPS,
  'ident-line-refused': MAPS,
};

/** The consequence of a code; empty where nothing comes of it at once. */
export function consequenceOf(code: DiagnosisCode): Consequence {
  return CONSEQUENCES[code] ?? {};
}
