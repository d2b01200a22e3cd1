/**
 * Display names of the attribute types that stand in names (X.520, RFC 4519, PKCS #9, the CA/Browser Forum): what parsing and printing names carries
 * along. All other names of identifiers are in `display-names.ts`.
 *
 * Each line: identifier, short name as OpenSSL prints it, and the long name where it differs.
 */
import type { Oid } from '../asn1/oid.ts';

/** The table as text, one line for each type. */
export const ATTRIBUTE_NAMES = `
0.9.2342.19200300.100.1.1 UID userId
0.9.2342.19200300.100.1.3 mail rfc822Mailbox
0.9.2342.19200300.100.1.25 DC domainComponent
0.9.2342.19200300.100.1.44 uid uniqueIdentifier
1.2.840.113549.1.9.1 emailAddress
1.2.840.113549.1.9.2 unstructuredName
1.2.840.113549.1.9.8 unstructuredAddress
1.3.6.1.4.1.311.60.2.1.1 jurisdictionL jurisdictionLocalityName
1.3.6.1.4.1.311.60.2.1.2 jurisdictionST jurisdictionStateOrProvinceName
1.3.6.1.4.1.311.60.2.1.3 jurisdictionC jurisdictionCountryName
2.5.4.3 CN commonName
2.5.4.4 SN surname
2.5.4.5 serialNumber
2.5.4.6 C countryName
2.5.4.7 L localityName
2.5.4.8 ST stateOrProvinceName
2.5.4.9 street streetAddress
2.5.4.10 O organizationName
2.5.4.11 OU organizationalUnitName
2.5.4.12 title
2.5.4.13 description
2.5.4.15 businessCategory
2.5.4.16 postalAddress
2.5.4.17 postalCode
2.5.4.18 postOfficeBox
2.5.4.20 telephoneNumber
2.5.4.41 name
2.5.4.42 GN givenName
2.5.4.43 initials
2.5.4.44 generationQualifier
2.5.4.45 x500UniqueIdentifier
2.5.4.46 dnQualifier
2.5.4.49 distinguishedName
2.5.4.51 houseIdentifier
2.5.4.54 dmdName
2.5.4.65 pseudonym
2.5.4.72 role
2.5.4.97 organizationIdentifier
2.5.4.98 c3 countryCode3c
2.5.4.99 n3 countryCode3n
2.5.4.100 dnsName
`;

/** Names of one identifier, as OpenSSL has them. */
export interface DisplayName {
  readonly oid: Oid;
  /** Such as `CN` or `serverAuth`. */
  readonly short: string;
  /** Such as `commonName` or `TLS Web Server Authentication`. */
  readonly long: string;
}

/** The entries of such a table. */
export function readNames(table: string): DisplayName[] {
  return table
    .trim()
    .split('\n')
    .map((line) => {
      const [oid = '', short = '', ...long] = line.split(' ');
      return { oid: oid as Oid, short, long: long.length === 0 ? short : long.join(' ') };
    });
}

/** Filled at the first question. Maps, so that a hostile text such as `__proto__` finds nothing. */
let tables: { readonly byOid: Map<string, DisplayName>; readonly byText: Map<string, DisplayName> } | undefined;

function lookUp(): NonNullable<typeof tables> {
  if (tables !== undefined) return tables;
  const byOid = new Map<string, DisplayName>();
  const byText = new Map<string, DisplayName>();
  for (const name of readNames(ATTRIBUTE_NAMES)) {
    byOid.set(name.oid, name);
    // Exact spellings go first: OpenSSL has both UID (userId) and uid (uniqueIdentifier).
    for (const text of [name.short, name.long]) byText.set(text, name);
    for (const text of [name.short.toLowerCase(), name.long.toLowerCase()]) if (!byText.has(text)) byText.set(text, name);
  }
  tables = { byOid, byText };
  return tables;
}

/** Names of an attribute type; undefined where it is not of this table. */
export function attributeName(oid: Oid): DisplayName | undefined {
  return lookUp().byOid.get(oid);
}

/** The attribute type that a short or long name stands for, in any letter case. */
export function findAttributeType(text: string): Oid | undefined {
  const { byText } = lookUp();
  return (byText.get(text) ?? byText.get(text.toLowerCase()))?.oid;
}
