/**
 * One certificate of `openssl ca`: the name that a policy makes of the one asked for, extensions, the look into the database, the question whether to sign
 * (do_body of OpenSSL 3.0's apps/ca.c).
 */
import { issueCertificate } from '../../../api/issue.ts';
import type { Instant } from '../../../asn1/time.ts';
import { BMP_STRING, IA5_STRING, PRINTABLE_STRING, TELETEX_STRING, UNIVERSAL_STRING, UTF8_STRING } from '../../../asn1/tags.ts';
import { integerContent } from '../../../asn1/writer.ts';
import { equalBytes, fromLatin1 } from '../../../base/bytes.ts';
import type { Signer } from '../../../crypto/types.ts';
import { displayName } from '../../../oids/display-names.ts';
import { EMAIL_ADDRESS } from '../../../oids/names.ts';
import { type Certificate, parseCertificate } from '../../../x509/certificate.ts';
import type { Extension } from '../../../x509/extension.ts';
import { formatOpensslName } from '../../../x509/name-format-openssl.ts';
import { makeName, type Name, type NameAttribute } from '../../../x509/name.ts';
import { type CaDatabase, type CaEntry, databaseTime, findSerial } from './database.ts';
import { type Config, type ConfigEntry, configSection } from '../../config/config.ts';
import { buildExtensions } from '../../extensions.ts';
import { CommandFailure, failureOf } from '../../failure.ts';
import type { OpensslHost } from '../../host.ts';
import { findObject } from '../../objects.ts';
import { readable } from '../../octets.ts';
import { timeText } from '../../print.ts';
import { certificateContext } from '../../signing.ts';
import { certificateText } from '../../text/certificate.ts';
import type { TextOptions } from '../../text/options.ts';
import { withKeyIdentifiers } from '../../x509v3/key-identifiers.ts';

/** What a whole run of `ca` has in common. */
export interface CaRun {
  readonly host: OpensslHost;
  readonly database: CaDatabase;
  readonly signer: Signer<Uint8Array>;
  /** `self` with `-selfsign`: the certificate made is its own issuer. */
  readonly issuer: Certificate | 'self';
  readonly policy: readonly ConfigEntry[];
  readonly extensions: { readonly config: Config; readonly section: string; readonly fromFile: boolean } | undefined;
  readonly notBefore: Instant;
  /** Given by its end or by days. */
  readonly notAfter: Instant;
  readonly days: number;
  readonly copies: 'none' | 'copy' | 'copyall';
  readonly preserve: boolean;
  readonly emailInSubject: boolean;
  readonly batch: boolean;
  readonly verbose: boolean;
  /** Set where `name_opt` or `cert_opt` are: the certificate is shown so, in place of the fields of the name. */
  readonly shown: TextOptions | undefined;
}

/** What is to be certified. */
export interface CaWish {
  readonly subject: Name;
  /** DER of the SubjectPublicKeyInfo. */
  readonly publicKey: Uint8Array;
  readonly extensions: readonly Extension[];
}

/** What came of a wish: a certificate; undefined where whoever was asked did not want it, and the next may follow. Throws a `CommandFailure` where the run ends. */
export async function certify(run: CaRun, wish: CaWish, serial: bigint): Promise<Certificate | undefined> {
  const { host, verbose } = run;
  const { subject: asked } = wish;
  if (run.shown === undefined) host.stderr("The Subject's Distinguished Name is as follows\n");
  const problem = showFields(run, asked);
  if (problem !== undefined) throw new CommandFailure([problem]);
  const chosen = choose(run, asked);
  if (typeof chosen === 'string') throw new CommandFailure([chosen]);
  const subject = run.preserve ? asked : makeName(chosen.map((attribute) => [attribute]));
  if (verbose) host.stderr('Everything appears to be ok, creating and signing the certificate\n');
  const serialNumber = integerContent(serial);
  const { plain, whole } = extend(run, { ...wish, subject }, serialNumber);
  if (verbose) host.stderr('The subject name appears to be ok, checking database for clashes\n');
  const written = run.emailInSubject ? subject : withoutMail(subject);
  const entry = entryFor(written, serialNumber, run.notAfter);
  const clash = findClash(run.database, entry);
  if (clash !== undefined) throw new CommandFailure(clash);
  const { notBefore, notAfter, signer, issuer } = run;
  const version = whole.length > 0 ? 3 : 1;
  const plan = {
    version,
    subject: written,
    publicKey: wish.publicKey,
    serialNumber,
    notBefore,
    notAfter,
    issuer,
    extensions: whole,
  } as const;
  const made = parseCertificate(issueCertificate(plan, signer, { rules: 'none' }).der, { reading: 'openssl' });
  if (run.shown !== undefined) {
    // the key identifiers and the version that goes with extensions are added as it is signed
    const without = new Set([...run.shown.without, 'sigdump', 'signame'] as const);
    host.stderr(`Certificate Details:\n${certificateText({ ...made, version: 1, extensions: plain }, { ...run.shown, without })}`);
  }
  const length = run.days === 0 ? '' : ` (${run.days} days)`;
  host.stderr(`Certificate is to be certified until ${timeText(notAfter)}${length}\n`);
  if (!run.batch) {
    const answer = await host.prompt('Sign the certificate? [y/n]:', { echo: true });
    if (answer === undefined || !/^[yY]/.test(answer)) {
      host.stderr(`CERTIFICATE WILL NOT BE CERTIFIED${answer === undefined ? ': I/O error' : ''}\n`);
      return undefined;
    }
  }
  run.database.entries.push(entry);
  return made;
}

/** Shows the attributes of a name and checks their string types; a text for what is wrong. */
function showFields({ host, shown, emailInSubject }: CaRun, name: Name): string | undefined {
  for (const attribute of name.rdns.flat()) {
    const { type, tag, value } = attribute;
    if (type === EMAIL_ADDRESS) {
      if (!emailInSubject) continue;
      if (tag !== IA5_STRING) return '\nemailAddress type needs to be of type IA5STRING';
    }
    if (tag !== BMP_STRING && tag !== UTF8_STRING) {
      const least = leastType(value);
      if ((least === TELETEX_STRING && tag !== TELETEX_STRING) || (least === IA5_STRING && tag === PRINTABLE_STRING))
        return '\nThe string contains characters that are illegal for the ASN.1 type';
    }
    if (shown === undefined) host.stderr(fieldText(attribute));
  }
  return undefined;
}

/** ASN1_PRINTABLE_type: PrintableString where it holds the octets, else IA5String, else TeletexString. */
function leastType(value: Uint8Array): number {
  const text = fromLatin1(value).split('\0', 1)[0] as string;
  if (/[\u0080-\u00ff]/.test(text)) return TELETEX_STRING;
  return /^[a-zA-Z0-9 '()+,\-./:=?]*$/.test(text) ? PRINTABLE_STRING : IA5_STRING;
}

const FIELD_TYPES: Readonly<Record<number, string>> = {
  [PRINTABLE_STRING]: 'PRINTABLE',
  [TELETEX_STRING]: 'T61STRING',
  [IA5_STRING]: 'IA5STRING',
  [UNIVERSAL_STRING]: 'UNIVERSALSTRING',
};

/** `commonName            :ASN.1 12:'x'` (old_entry_print). */
function fieldText({ type, tag, value }: NameAttribute): string {
  const octets = Array.from(value, (octet) => {
    if (octet >= 0x20 && octet <= 0x7e) return String.fromCharCode(octet);
    // a signed char made an int
    return octet >= 0x80 ? `\\0xFFFFFF${octet.toString(16).toUpperCase()}` : `^${String.fromCharCode(octet + 64)}`;
  }).join('');
  const name = displayName(type)?.long ?? type;
  return `${name.padEnd(22)}:${FIELD_TYPES[tag] ?? `ASN.1 ${String(tag).padStart(2)}`}:'${octets}'\n`;
}

/** The attributes that the policy lets through, in its order; a text for what it does not find. */
function choose(run: CaRun, asked: Name): readonly NameAttribute[] | string {
  const present = (name: Name): readonly NameAttribute[] => name.rdns.flat();
  const authority = present(run.issuer === 'self' ? asked : run.issuer.subject);
  const chosen: NameAttribute[] = [];
  for (const { name, value } of run.policy) {
    const type = findObject(name);
    if (type === undefined) return `${name}:unknown object type in 'policy' configuration`;
    const own = present(asked).filter((attribute) => attribute.type === type);
    if (value === 'optional') chosen.push(...own);
    else if (value === 'supplied') {
      if (own.length === 0) return `The ${name} field needed to be supplied and was missing`;
      chosen.push(...own);
    } else if (value === 'match') {
      if (own.length === 0) return `The mandatory ${name} field was missing`;
      const theirs = authority.filter((attribute) => attribute.type === type);
      if (theirs.length === 0) return `The ${name} field does not exist in the CA certificate,\nthe 'policy' is misconfigured`;
      for (const attribute of own) {
        const same = theirs.find((candidate) => candidate.tag === attribute.tag && equalBytes(candidate.value, attribute.value));
        if (same === undefined) {
          const shown = (of: NameAttribute | undefined): string => readable(fromLatin1(of?.value ?? new Uint8Array(0)));
          return `The ${name} field is different between\nCA certificate (${shown(theirs.at(-1))}) and the request (${shown(attribute)})`;
        }
        chosen.push(same);
      }
    } else return `${value}:invalid type in 'policy' configuration`;
  }
  return chosen;
}

/** The name without mail addresses. */
function withoutMail(name: Name): Name {
  return makeName(name.rdns.map((rdn) => rdn.filter(({ type }) => type !== EMAIL_ADDRESS)).filter((rdn) => rdn.length > 0));
}

/** The extensions of configuration and request, and the whole with the key identifiers that OpenSSL adds. */
function extend(
  run: CaRun,
  { subject, publicKey, extensions: wished }: CaWish,
  serialNumber: Uint8Array,
): { readonly plain: readonly Extension[]; readonly whole: readonly Extension[] } {
  const { extensions, issuer, host, verbose } = run;
  const context = certificateContext({ config: extensions?.config, subject, publicKey, serialNumber, issuer, built: [] });
  let built: readonly Extension[] = [];
  if (extensions !== undefined) {
    const { config, section, fromFile } = extensions;
    if (verbose && fromFile) host.stderr('Extra configuration file found\n');
    try {
      built = buildExtensions(configSection(config, section) ?? [], section, context, { replace: true });
    } catch (error) {
      throw failureOf(error, `Error adding certificate extensions from ${fromFile ? 'extfile' : 'config'} section ${section}`);
    }
    if (verbose) host.stderr(fromFile ? 'Successfully added extensions from file.\n' : 'Successfully added extensions from config\n');
  }
  for (const extension of run.copies === 'none' ? [] : wished) {
    const there = built.some(({ oid }) => oid === extension.oid);
    if (there && run.copies === 'copy') continue;
    built = [...built.filter(({ oid }) => oid !== extension.oid), extension];
  }
  const whole = withKeyIdentifiers(built, { ...context, built }, { ownKey: equalBytes(run.signer.publicKey, publicKey) });
  return { plain: built, whole };
}

/** The line of the database for a certificate of this subject. */
export function entryFor(subject: Name, serialNumber: Uint8Array, notAfter: Instant): CaEntry {
  const serial = databaseSerial(serialNumber);
  const name = formatOpensslName(subject, 'compat', displayName);
  return { type: 'V', expires: databaseTime(notAfter), revoked: '', serial, file: 'unknown', subject: name === '' ? serial : name };
}

/** A serial number as the database writes it: `00` for zero, else pairs of upper-case digits. */
function databaseSerial(serialNumber: Uint8Array): string {
  const negative = (serialNumber[0] as number) >= 0x80;
  let value = 0n;
  for (const octet of serialNumber) value = value * 256n + BigInt(octet);
  if (negative) value = (1n << BigInt(8 * serialNumber.length)) - value;
  const hex = value.toString(16).toUpperCase();
  return `${negative ? '-' : ''}${hex.length % 2 === 0 ? hex : `0${hex}`}`;
}

const TYPES: Readonly<Record<string, string>> = { E: 'Expired', R: 'Revoked', V: 'Valid' };

/** What OpenSSL says where the subject or the serial number is in the database already; undefined where it is not. */
function findClash(database: CaDatabase, entry: CaEntry): string[] | undefined {
  const same = database.uniqueSubject ? database.entries.find(({ type, subject }) => type === 'V' && subject === entry.subject) : undefined;
  const found = same ?? findSerial(database, entry.serial);
  if (found === undefined) return undefined;
  const head =
    same === undefined
      ? [`ERROR:Serial number ${entry.serial} has already been issued,`, '      check the database/serial_file for corruption']
      : [`ERROR:There is already a certificate for ${entry.subject}`];
  return [
    ...head,
    'The matching entry has the following details',
    `Type          :${TYPES[found.type] ?? '\ninvalid type, Database error'}`,
    ...(found.type === 'R' ? [`Was revoked on:${found.expires}`] : []),
    `Expires on    :${found.expires}`,
    `Serial Number :${found.serial}`,
    `File name     :${found.file}`,
    `Subject Name  :${found.subject}`,
  ];
}
