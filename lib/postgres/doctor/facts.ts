/** What the checks look at: settings, files, certificates and lines, read once. Nothing in here judges. */
import { PkiError } from '../../base/error.ts';
import type { Instant } from '../../asn1/time.ts';
import { decodeCertificate, decodeCrl, decodeTrustedCertificate } from '../../openssl-verify/files/decode.ts';
import { readOpensslPem } from '../../openssl-verify/files/pem.ts';
import type { Certificate } from '../../x509/certificate.ts';
import type { CertificateList } from '../../x509/crl.ts';
import type { Setting } from '../conf/settings.ts';
import { baseName, folderOf } from '../conf/paths.ts';
import { type ParsedHba, parseHba } from '../access/hba.ts';
import { type ParsedIdent, parseIdent } from '../access/ident.ts';
import { type FileStat, mayRead } from '../server/key-file.ts';
import { type Text, toOctetString } from '../octets.ts';
import { fileOf, type Located, locate } from './locate.ts';
import type { DoctorInput } from './types.ts';

/** A certificate and where it stands. */
export interface PlacedCertificate {
  readonly certificate: Certificate;
  readonly file: string;
  readonly line: number;
}

/** A CRL and where it stands. */
export interface PlacedCrl {
  readonly crl: CertificateList;
  readonly file: string;
  readonly line: number;
}

/** Everything that the checks share. */
export interface Facts extends Located {
  readonly input: DoctorInput;
  readonly at: Instant;
  readonly days: number;
  readonly windows: boolean;
  /** TLS is on. */
  readonly ssl: boolean;
  readonly securityLevel: number;
  readonly files: {
    readonly cert: string | undefined;
    readonly key: string | undefined;
    readonly ca: string | undefined;
    readonly crl: string | undefined;
    readonly crlFolder: string | undefined;
    readonly dhParams: string | undefined;
  };
  /** What is sent, leaf first. */
  readonly sent: readonly PlacedCertificate[];
  readonly cas: readonly PlacedCertificate[];
  /** CRLs that count: of ssl_crl_file, and of ssl_crl_dir in files of the right form of name. */
  readonly crls: readonly PlacedCrl[];
  /** Certificates in ssl_crl_file. */
  readonly crlCertificates: readonly PlacedCertificate[];
  /** Certificates of further files. */
  readonly others: readonly PlacedCertificate[];
  readonly hbaFile: ParsedHba | undefined;
  readonly identFile: ParsedIdent | undefined;
  /** Whom the server runs as; undefined where nobody knows. */
  readonly server: { readonly euid: number; readonly egids: readonly number[] } | undefined;
  setting(name: string): Setting;
  /** File and line where a setting is made; the main file for what nobody sets. */
  placeOf(name: string): { readonly file: string; readonly line?: number };
  statOf(path: string): FileStat | undefined;
}

/** Reads all that the input has. */
export function readFacts(input: DoctorInput): Facts {
  const located = locate(input);
  const { version, settings, hba, ident } = located;
  const setting = (name: string): Setting => settings.get(name) ?? { value: '', source: 'default' };
  const text = (path: string | undefined): Text | undefined => (path === undefined ? undefined : input.files[path]);
  const files = {
    cert: fileOf(located, 'ssl_cert_file'),
    key: fileOf(located, 'ssl_key_file'),
    ca: fileOf(located, 'ssl_ca_file'),
    crl: fileOf(located, 'ssl_crl_file'),
    crlFolder: fileOf(located, 'ssl_crl_dir'),
    dhParams: fileOf(located, 'ssl_dh_params_file'),
  };
  const members = Object.keys(input.files).filter(
    (path) => folderOf(path) === files.crlFolder && /^[0-9a-f]{8}\.r\d+$/.test(baseName(path)),
  );
  const server = input.server ?? ownerOf(located.data === undefined ? undefined : input.stats[located.data]);
  const readableText = (path: string | undefined): Text | undefined =>
    path === undefined || input.platform === 'windows' || mayRead(input.stats[path], server) ? text(path) : undefined;
  const [hbaText, identText] = [readableText(hba), readableText(ident)];
  const used = new Set([files.cert, files.ca, files.crl]);
  const level = /@SECLEVEL=([0-5])/.exec(setting('ssl_ciphers').value)?.[1];
  return {
    ...located,
    input,
    at: input.at,
    days: input.days ?? 30,
    windows: input.platform === 'windows',
    ssl: setting('ssl').value === 'on',
    securityLevel: level === undefined ? (input.securityLevel ?? 2) : Number(level),
    files,
    sent: certificatesIn(input, files.cert),
    cas: certificatesIn(input, files.ca),
    crls: [files.crl, ...members].flatMap((path) => crlsIn(input, path)),
    crlCertificates: certificatesIn(input, files.crl),
    others: (input.further ?? []).filter((path) => !used.has(path)).flatMap((path) => certificatesIn(input, path)),
    hbaFile: hbaText === undefined ? undefined : parseHba(hbaText, { version, included: input.hbaIncluded, build: input.build }),
    identFile: identText === undefined ? undefined : parseIdent(identText, { version, included: input.identIncluded }),
    server,
    setting,
    placeOf: (name) => {
      const { source, file, line } = setting(name);
      if (file !== undefined && line !== undefined) return { file, line };
      return { file: source === 'command-line' ? '' : located.conf };
    },
    statOf: (path) => input.stats[path],
  };
}

function ownerOf(stat: FileStat | undefined): Facts['server'] {
  return stat === undefined || 'error' in stat ? undefined : { euid: stat.uid, egids: [stat.gid] };
}

/** Certificates of a file, those that decode. */
export function certificatesIn(input: DoctorInput, path: string | undefined): PlacedCertificate[] {
  const decode = (der: Uint8Array, label: string): Certificate =>
    label === 'TRUSTED CERTIFICATE' ? decodeTrustedCertificate(der).certificate : decodeCertificate(der);
  return blocksIn(input, path, /^(?:X509 |TRUSTED )?CERTIFICATE$/, decode).map(({ item, ...place }) => ({ certificate: item, ...place }));
}

/** CRLs of a file, those that decode. */
export function crlsIn(input: DoctorInput, path: string | undefined): PlacedCrl[] {
  return blocksIn(input, path, /^X509 CRL$/, decodeCrl).map(({ item, ...place }) => ({
    crl: item,
    ...place,
  }));
}

function blocksIn<T>(
  input: DoctorInput,
  path: string | undefined,
  label: RegExp,
  parse: (der: Uint8Array, label: string) => T,
): { readonly item: T; readonly file: string; readonly line: number }[] {
  const text = path === undefined ? undefined : input.files[path];
  if (text === undefined || path === undefined) return [];
  return [...readOpensslPem(text)].flatMap(({ block }) => {
    if (block === undefined || !label.test(block.label)) return [];
    try {
      return [{ item: parse(block.der, block.label), file: path, line: block.line }];
    } catch (error) {
      if (!(error instanceof PkiError)) throw error;
      return [];
    }
  });
}

/** Labels of the PEM blocks of a file. */
export function labelsIn(text: Text | undefined): string[] {
  return text === undefined ? [] : [...toOctetString(text).matchAll(/^-----BEGIN ([A-Z0-9 ]{1,64})-----/gm)].map(([, label = '']) => label);
}
