/**
 * GeneralName (RFC 5280 4.2.1.6), all nine forms.
 *
 *     GeneralName ::= CHOICE {
 *          otherName                       [0]     OtherName,
 *          rfc822Name                      [1]     IA5String,
 *          dNSName                         [2]     IA5String,
 *          x400Address                     [3]     ORAddress,
 *          directoryName                   [4]     Name,
 *          ediPartyName                    [5]     EDIPartyName,
 *          uniformResourceIdentifier       [6]     IA5String,
 *          iPAddress                       [7]     OCTET STRING,
 *          registeredID                    [8]     OBJECT IDENTIFIER }
 */
import type { Oid } from '../asn1/oid.ts';
import type { Name } from './name.ts';

/** A name of one of the nine forms. Forms this library does not look into keep their octets. */
export type GeneralName =
  | { readonly kind: 'otherName'; readonly type: Oid; readonly value: Uint8Array /* DER of the value inside [0] */ }
  | { readonly kind: 'rfc822Name' | 'dNSName' | 'uniformResourceIdentifier'; readonly value: string }
  | { readonly kind: 'x400Address' | 'ediPartyName'; readonly der: Uint8Array /* the whole tagged value */ }
  | { readonly kind: 'directoryName'; readonly name: Name }
  | { readonly kind: 'iPAddress'; readonly value: Uint8Array /* 4 or 16 octets; 8 or 32 in name constraints */ }
  | { readonly kind: 'registeredID'; readonly value: Oid };
