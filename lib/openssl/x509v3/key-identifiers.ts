/**
 * subjectKeyIdentifier and authorityKeyIdentifier as text. `none` gives an empty value, which the caller takes to mean: leave the extension out, and do
 * not add it by default either.
 */
import { encodeDer } from '../../asn1/writer.ts';
import { fromHex } from '../../base/bytes.ts';
import { SUBJECT_KEY_IDENTIFIER } from '../../oids/extensions.ts';
import type { Extension } from '../../x509/extension.ts';
import { decodeExtension, makeExtension } from '../../x509/extension.ts';
import { type AuthorityKeyIdentifier, authorityKeyIdentifier, subjectKeyIdentifier } from '../../x509/extensions/key-identifiers.ts';
import type { ListItem } from '../config/text-list.ts';
import { showItem } from '../config/text-list.ts';
import { type ExtensionContext, type ExtensionIssuer, refuse } from './context.ts';

/** `hash`, `none`, or hexadecimal octets. */
export function subjectKeyIdentifierOf(text: string, context: ExtensionContext): Uint8Array {
  return encodeDer((writer) => subjectKeyIdentifier.encode(keyIdentifierOf(text, context), writer));
}

function keyIdentifierOf(text: string, context: ExtensionContext): Uint8Array {
  if (text === 'none') return new Uint8Array(0);
  if (text === 'hash') {
    if (context.test === true) return new Uint8Array(0);
    return context.subject === undefined ? refuse('no public key') : context.sha1(context.subject.key);
  }
  const digits = text.replaceAll(':', '');
  if (digits.length % 2 !== 0) return refuse('odd number of digits');
  return /^[0-9a-fA-F]*$/.test(digits) ? fromHex(digits) : refuse('illegal hex digit');
}

/**
 * `none`, or `keyid`, `keyid:always`, `issuer`, `issuer:always`. As OpenSSL 3.0 does: a self-signed certificate gets its key identifier only with `always`,
 * and the issuer's name and serial number stand in where no key identifier was written.
 */
export function authorityKeyIdentifierOf(items: readonly ListItem[], context: ExtensionContext): Uint8Array {
  return encodeDer((writer) => authorityKeyIdentifier.encode(identifierOf(items, context), writer));
}

function identifierOf(items: readonly ListItem[], context: ExtensionContext): AuthorityKeyIdentifier {
  if (items.length === 1 && items[0]?.name === 'none') return {};
  let keyid: Wish = 'no';
  let issuer: Wish = 'no';
  for (const item of items) {
    const wish: Wish = item.value === 'always' ? 'always' : 'yes';
    if (item.name === 'keyid') keyid = wish;
    else if (item.name === 'issuer') issuer = wish;
    else refuse(`unknown option: ${showItem(item)}`);
  }
  if (context.issuer === undefined) return context.test === true ? {} : refuse('no issuer certificate');
  const keyIdentifier =
    keyid === 'always' || (keyid === 'yes' && !context.issuer.same) ? issuerKeyIdentifier(context.issuer, context) : undefined;
  const wanted = keyid === 'always' || (keyid === 'yes' && !context.issuer.same && issuer === 'no');
  if (wanted && keyIdentifier === undefined) refuse('unable to get issuer keyid');
  const named = issuer === 'always' || (issuer === 'yes' && keyIdentifier === undefined);
  const { issuerName, serialNumber } = context.issuer;
  return {
    ...(keyIdentifier === undefined ? {} : { keyIdentifier }),
    ...(named
      ? { authorityCertIssuer: [{ kind: 'directoryName' as const, name: issuerName }], authorityCertSerialNumber: serialNumber }
      : {}),
  };
}

type Wish = 'no' | 'yes' | 'always';

/** The issuer's subjectKeyIdentifier; for the certificate being made, the one it has got so far, or the hash of its key. */
function issuerKeyIdentifier(issuer: ExtensionIssuer, context: ExtensionContext): Uint8Array | undefined {
  if (!issuer.same) return issuer.keyIdentifier;
  const own = context.built.find(({ oid }) => oid === SUBJECT_KEY_IDENTIFIER);
  const written = own === undefined ? undefined : decodeExtension(own, subjectKeyIdentifier);
  // `subjectKeyIdentifier = none` in front of it: there is none, and none is made up.
  if (written !== undefined) return written.length > 0 ? written : undefined;
  return context.subject === undefined ? undefined : context.sha1(context.subject.key);
}

/**
 * The extensions with the defaults that OpenSSL 3.0 adds to a certificate that has any, and without those that `none` emptied. `ownKey`: the key that signs is the
 * one in the certificate, which then gets no authorityKeyIdentifier.
 */
export function withKeyIdentifiers(
  extensions: readonly Extension[],
  context: ExtensionContext,
  { ownKey = context.issuer?.same ?? true }: { readonly ownKey?: boolean } = {},
): Extension[] {
  if (extensions.length === 0) return [];
  const withSubject = adapt(extensions, subjectKeyIdentifier.oid, () =>
    makeExtension(subjectKeyIdentifier, keyIdentifierOf('hash', context), { critical: false }),
  );
  const now = { ...context, built: withSubject };
  return adapt(withSubject, authorityKeyIdentifier.oid, () => {
    if (context.issuer === undefined || ownKey) return undefined;
    const value = identifierOf([{ name: 'keyid' }, { name: 'issuer' }], now);
    return makeExtension(authorityKeyIdentifier, value, { critical: false });
  });
}

/** An extension of two octets is an empty value: dropped. An absent one: added as `make` says. */
function adapt(extensions: readonly Extension[], oid: string, make: () => Extension | undefined): Extension[] {
  const found = extensions.find((extension) => extension.oid === oid);
  if (found !== undefined) return extensions.filter((extension) => extension !== found || found.value.length > 2);
  const added = make();
  return added === undefined ? [...extensions] : [...extensions, added];
}
