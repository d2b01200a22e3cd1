/**
 * Extensions in `-text` dumps (X509V3_extensions_print): name, criticality, and the value in the words of OpenSSL 3.0. What OpenSSL has no words for,
 * or what does not decode, is printed as its octets with dots for what is not printable.
 */
import type { DerReader } from '../../asn1/reader.ts';
import { context, ENUMERATED, GENERALIZED_TIME, IA5_STRING, OCTET_STRING, UTF8_STRING } from '../../asn1/tags.ts';
import { decodeTime } from '../../asn1/time.ts';
import { bytesToSignedBigInt, toHex } from '../../base/bytes.ts';
import type { Extension } from '../../x509/extension.ts';
import type { GeneralName } from '../../x509/general-name.ts';
import { timeText } from '../print.ts';
import { distributionPointsText, issuingDistributionPointText } from './distribution-points.ts';
import { extranetText } from './extranet.ts';
import { colonHex, dotted, hexPairs, integerText } from './hex.ts';
import {
  looseBoolean,
  looseInteger,
  looseList,
  looseName,
  looseNames,
  loosePolicies,
  magnitudeOctets,
  readLoosely,
  taggedList,
} from './loose.ts';
import { generalNamePair, generalNameText, objectText, subnetText } from './names.ts';
import { octetDump, type UnknownExtensions } from './options.ts';
import { policiesText, rawText } from './policies.ts';
import { addressBlocksText, systemNumbersText } from './resources.ts';
import { timestampListText } from './timestamps.ts';

/** A list of extensions under a title; nothing where there are none. */
export function extensionsText(
  title: string,
  extensions: readonly Extension[],
  indent: number,
  unknown: UnknownExtensions = 'default',
): string {
  if (extensions.length === 0) return '';
  return `${' '.repeat(indent)}${title}:\n${extensions.map((extension) => extensionText(extension, indent + 4, unknown)).join('')}`;
}

/** One extension, its line end included; `unknown` is what stands for a value without words or of another form. */
export function extensionText(extension: Extension, indent: number, unknown: UnknownExtensions = 'default'): string {
  const pad = ' '.repeat(indent);
  const value = valueText(extension, indent + 4, unknown) ?? `${pad}    ${dotted(extension.value)}`;
  return `${pad}${objectText(extension.oid)}: ${extension.critical ? 'critical' : ''}\n${value}\n`;
}

/** Reads the value of one kind of extension and writes it at an indent; undefined where OpenSSL has nothing to write. */
type Writer = (reader: DerReader, indent: number) => string | undefined;

/** The text of a value; undefined where its octets are to be shown. */
function valueText({ oid, value }: Extension, indent: number, unknown: UnknownExtensions): string | undefined {
  if (oid === OCSP_NONCE) return `${' '.repeat(indent)}${toHex(value).toUpperCase()}`;
  const write = WRITERS.get(oid);
  const read = write === undefined ? undefined : readLoosely(value, (reader) => ({ text: write(reader, indent) }));
  if (read !== undefined) return read.text;
  if (unknown === 'dump') return octetDump(value, indent);
  return unknown === 'error' ? `${' '.repeat(indent)}<${write === undefined ? 'Not Supported' : 'Parse Error'}>` : undefined;
}

/** Values in a row, as X509V3_EXT_val_prn writes them; nothing to write is no text at all. */
function row(values: readonly string[], indent: number): string | undefined {
  return values.length === 0 ? undefined : `${' '.repeat(indent)}${values.join(', ')}`;
}

/** Values in lines; `<EMPTY>` for none. */
function lines(values: readonly string[], indent: number): string {
  return values.length === 0 ? empty(indent) : values.map((value) => `${' '.repeat(indent)}${value}`).join('\n');
}

/** What stands for an empty list of names. */
function empty(indent: number): string {
  return `${' '.repeat(indent)}<EMPTY>\n`;
}

function pair(name: GeneralName): string {
  return generalNamePair(name).join(':');
}

function names(reader: DerReader, indent: number): string {
  return row(looseNames(reader).map(pair), indent) ?? empty(indent);
}

function accessText(reader: DerReader, indent: number): string {
  const read = (inner: DerReader): string => `${objectText(inner.oid(''))} - ${pair(looseName(inner))}`;
  return lines(
    looseList(reader, (list) => list.sequence('', read)),
    indent,
  );
}

/** BOOLEAN and INTEGER: `CA:TRUE, pathlen:0`. */
function constraintsText(reader: DerReader, indent: number): string | undefined {
  return reader.sequence('', (inner) => {
    const ca = looseBoolean(inner);
    const length = looseInteger(inner);
    return row([`CA:${ca ? 'TRUE' : 'FALSE'}`, ...(length === undefined ? [] : [`pathlen:${integerText(length)}`])], indent);
  });
}

function authorityText(reader: DerReader, indent: number): string {
  return reader.sequence('', (inner) => {
    const key = inner.optional(context(0), () => inner.octetString('', context(0)));
    const issuer = taggedList(inner, 1, looseName);
    const serial = inner.optional(context(2), () => inner.integer('', context(2)));
    const alone = issuer === undefined && serial === undefined;
    const shown = [
      ...(key === undefined ? [] : [`${alone ? '' : 'keyid:'}${colonHex(key)}`]),
      ...(issuer ?? []).map(pair),
      ...(serial === undefined ? [] : [`serial:${colonHex(magnitudeOctets(serial))}`]),
    ];
    if (shown.length === 0 && alone) inner.fail('empty-sequence', 'nothing to write');
    return lines(shown, indent);
  });
}

/** RFC 5280 4.2.1.10; bounds of the distance are passed over. */
function nameConstraintsText(reader: DerReader, indent: number): string {
  return reader.sequence('', (inner) => {
    const trees = (n: number): GeneralName[] | undefined =>
      taggedList(inner, n, (list) =>
        list.sequence('', (tree) => {
          const base = looseName(tree);
          looseInteger(tree, context(0));
          looseInteger(tree, context(1));
          return base;
        }),
      );
    return [subtreesText('Permitted', trees(0), indent), subtreesText('Excluded', trees(1), indent)]
      .filter((text) => text !== undefined)
      .join('\n');
  });
}

function subtreesText(title: string, trees: readonly GeneralName[] | undefined, indent: number): string | undefined {
  if (trees === undefined) return undefined;
  const list = trees.map(
    (base) => `${' '.repeat(indent + 2)}${base.kind === 'iPAddress' ? subnetText(base.value) : generalNameText(base)}`,
  );
  return list.length === 0 ? '' : `${' '.repeat(indent)}${title}:\n${list.join('\n')}`;
}

const KEY_USAGES = [
  'Digital Signature',
  'Non Repudiation',
  'Key Encipherment',
  'Data Encipherment',
  'Key Agreement',
  'Certificate Sign',
  'CRL Sign',
  'Encipher Only',
  'Decipher Only',
] as const;

const NETSCAPE_TYPES = [
  'SSL Client',
  'SSL Server',
  'S/MIME',
  'Object Signing',
  'Unused',
  'SSL CA',
  'S/MIME CA',
  'Object Signing CA',
] as const;

/** Names of the bits that are set. */
function bits(texts: readonly string[]): Writer {
  return (reader, indent) => {
    const { bytes } = reader.bitString('');
    return row(
      texts.filter((_, index) => (((bytes[index >> 3] ?? 0) >> (7 - (index & 7))) & 1) === 1),
      indent,
    );
  };
}

/** Reasons of revocation by their numbers. */
const REASONS: Readonly<Record<string, string>> = {
  0: 'Unspecified',
  1: 'Key Compromise',
  2: 'CA Compromise',
  3: 'Affiliation Changed',
  4: 'Superseded',
  5: 'Cessation Of Operation',
  6: 'Certificate Hold',
  8: 'Remove From CRL',
  9: 'Privilege Withdrawn',
  10: 'AA Compromise',
};

const TLS_FEATURES: Readonly<Record<string, string>> = { 5: 'status_request', 17: 'status_request_v2' };

function number(reader: DerReader, indent: number): string | undefined {
  return row([integerText(reader.bigInteger(''))], indent);
}

/** A string up to its first NUL; an empty one is no text. */
function plainText(tag: number): Writer {
  return (reader, indent) => {
    const octets = reader.read(tag, '');
    return octets.length === 0 ? undefined : row([rawText(octets)], indent);
  };
}

function moment(octets: Uint8Array): string {
  const at = decodeTime(GENERALIZED_TIME, octets);
  return at === undefined ? 'Bad time value' : timeText(at);
}

/** RFC 3280 4.2.1.4. */
function usagePeriodText(reader: DerReader, indent: number): string {
  return reader.sequence('', (inner) => {
    const bound = (n: number, title: string): string[] =>
      inner.optional(context(n), () => [`${title}: ${moment(inner.read(context(n), ''))}`]) ?? [];
    return `${' '.repeat(indent)}${[...bound(0, 'Not Before'), ...bound(1, 'Not After')].join(', ')}`;
  });
}

/** RFC 3820 3.8. */
function proxyText(reader: DerReader, indent: number): string {
  const pad = ' '.repeat(indent);
  return reader.sequence('', (inner) => {
    const length = inner.optional(0x02, () => inner.integer(''));
    return inner.sequence('', (policy) => {
      const language = objectText(policy.oid(''));
      const text = policy.optional(OCTET_STRING, () => policy.octetString(''));
      return [
        `${pad}Path Length Constraint: ${length === undefined ? 'infinite' : hexPairs(bytesToSignedBigInt(length))}`,
        `${pad}Policy Language: ${language}`,
        ...(text === undefined ? [] : [`${pad}Policy Text: ${rawText(text)}`]),
      ].join('\n');
    });
  });
}

/** issuerSignTool of RFC 9215: four UTF8Strings. */
function signingToolText(reader: DerReader, indent: number): string {
  return reader.sequence('', (inner) =>
    lines(
      ['signTool    ', 'cATool      ', 'signToolCert', 'cAToolCert  '].map((title) => `${title}: ${rawText(inner.read(UTF8_STRING, ''))}`),
      indent,
    ),
  );
}

const POLICY_COUNTS = ['Require Explicit Policy', 'Inhibit Policy Mapping'] as const;

/** Its value is shown as it is: nonces that are no OCTET STRING are met. */
const OCSP_NONCE = '1.3.6.1.5.5.7.48.1.2';

/** What OpenSSL writes, by the extension's identifier. */
const WRITERS: ReadonlyMap<string, Writer> = /* @__PURE__ */ new Map<string, Writer>([
  ['2.5.29.19', constraintsText],
  ['2.5.29.15', bits(KEY_USAGES)],
  [
    '2.5.29.37',
    (reader, indent) =>
      row(
        looseList(reader, (list) => objectText(list.oid(''))),
        indent,
      ),
  ],
  ['2.5.29.14', (reader, indent) => row([colonHex(reader.octetString(''))], indent)],
  ['2.5.29.35', authorityText],
  ['2.5.29.17', names],
  ['2.5.29.18', names],
  ['2.5.29.29', names],
  ['2.5.29.31', distributionPointsText],
  ['2.5.29.46', distributionPointsText],
  ['2.5.29.28', issuingDistributionPointText],
  ['1.3.6.1.5.5.7.1.1', accessText],
  ['1.3.6.1.5.5.7.1.11', accessText],
  ['2.5.29.32', (reader, indent) => policiesText(loosePolicies(reader), indent)],
  [
    '2.5.29.33',
    (reader, indent) =>
      row(
        looseList(reader, (list) => list.sequence('', (inner) => `${objectText(inner.oid(''))}:${objectText(inner.oid(''))}`)),
        indent,
      ),
  ],
  [
    '2.5.29.36',
    (reader, indent) =>
      reader.sequence('', (inner) =>
        row(
          POLICY_COUNTS.flatMap((title, n) => {
            const count = looseInteger(inner, context(n));
            return count === undefined ? [] : [`${title}:${integerText(count)}`];
          }),
          indent,
        ),
      ),
  ],
  ['2.5.29.54', number],
  ['2.5.29.30', nameConstraintsText],
  ['2.16.840.1.113730.1.1', bits(NETSCAPE_TYPES)],
  // nsBaseUrl, nsRevocationUrl, nsCaRevocationUrl, nsRenewalUrl, nsCaPolicyUrl, nsSslServerName, nsComment
  ...[2, 3, 4, 7, 8, 12, 13].map((n): [string, Writer] => [`2.16.840.1.113730.1.${n}`, plainText(IA5_STRING)]),
  [
    '1.3.6.1.5.5.7.1.24',
    (reader, indent) =>
      row(
        looseList(reader, (list) => integerText(list.bigInteger(''))).map((feature) => TLS_FEATURES[feature] ?? feature),
        indent,
      ),
  ],
  [
    '1.3.6.1.5.5.7.48.1.5',
    (reader) => {
      reader.null('');
      return '';
    },
  ],
  ['1.3.6.1.5.5.7.48.1.6', (reader, indent) => row([moment(reader.read(GENERALIZED_TIME, ''))], indent)],
  ['1.3.6.1.5.5.7.1.14', proxyText],
  ['1.3.101.1.4.1', extranetText],
  ['1.3.6.1.5.5.7.1.7', addressBlocksText],
  ['1.3.6.1.5.5.7.1.8', systemNumbersText],
  // subjectSignTool of RFC 9215
  ['1.2.643.100.111', plainText(UTF8_STRING)],
  ['1.2.643.100.112', signingToolText],
  ['2.5.29.20', number],
  ['2.5.29.27', number],
  [
    '2.5.29.21',
    (reader, indent) => {
      const reason = integerText(reader.bigInteger('', ENUMERATED));
      return row([REASONS[reason] ?? reason], indent);
    },
  ],
  ['2.5.29.24', (reader, indent) => row([moment(reader.read(GENERALIZED_TIME, ''))], indent)],
  ['2.5.29.23', (reader, indent) => row([objectText(reader.oid(''))], indent)],
  [
    '1.3.6.1.4.1.11129.2.4.3',
    (reader, indent) => {
      reader.null('');
      return row(['NULL'], indent);
    },
  ],
  ['2.5.29.16', usagePeriodText],
  // RFC 6962 3.3, in certificates and in OCSP answers
  ...['1.3.6.1.4.1.11129.2.4.2', '1.3.6.1.4.1.11129.2.4.5'].map((oid): [string, Writer] => [oid, timestampListText]),
]);
