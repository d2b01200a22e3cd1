/**
 * Damaged input: for each of one hundred certificates, requests, CRLs and keys, every byte position with each bit flipped, set to 0x00 and to 0xFF. A
 * mutant is read in full (every extension and CRL entry too) or refused by a `PkiError`; anything else is a bug.
 */
import assert from 'node:assert/strict';
import { PkiError } from '../../lib/base/error.ts';
import { parsePrivateKey } from '../../lib/keys/pkcs8.ts';
import { parsePkcs1PrivateKey } from '../../lib/keys/pkcs1.ts';
import { parsePublicKey } from '../../lib/keys/public-key.ts';
import { parseSec1 } from '../../lib/keys/sec1.ts';
import { parseEncryptedPrivateKey } from '../../lib/keystore/encrypted-key.ts';
import { decodeBase64 } from '../../lib/base/base64.ts';
import { parseCertificate } from '../../lib/x509/certificate.ts';
import { parseCrl } from '../../lib/x509/crl.ts';
import { readEntries } from '../../lib/x509/crl-entries.ts';
import type { ExtensionType, HasExtensions } from '../../lib/x509/extension.ts';
import { readExtension } from '../../lib/x509/extension.ts';
import { formatName } from '../../lib/x509/name-format.ts';
import { parseRequest } from '../../lib/x509/request.ts';
import * as x509 from '../../lib/x509/index.ts';
import objects from '../../vectors/objects.json' with { type: 'json' };
import { mutations } from '../support/mutations.ts';

/** Every extension type there is. */
const TYPES: readonly ExtensionType<unknown>[] = (Object.values(x509) as unknown[]).filter(
  (value): value is ExtensionType<unknown> => typeof value === 'object' && value !== null && 'decode' in value && 'label' in value,
);

function readExtensions(of: HasExtensions): void {
  for (const type of TYPES) readExtension(of, type);
}

const READERS: Readonly<Record<string, (der: Uint8Array) => void>> = {
  certificate(der) {
    const certificate = parseCertificate(der);
    readExtensions(certificate);
    formatName(certificate.subject, 'rfc4514');
    parsePublicKey(certificate.publicKey);
  },
  request(der) {
    readExtensions(parseRequest(der));
  },
  crl(der) {
    const crl = parseCrl(der);
    readExtensions(crl);
    for (const entry of readEntries(crl)) readExtensions(entry);
  },
  pkcs8: (der) => void parsePrivateKey(der),
  'encrypted-pkcs8': (der) => void parseEncryptedPrivateKey(der),
  sec1: (der) => void parseSec1(der),
  pkcs1: (der) => void parsePkcs1PrivateKey(der),
  spki: (der) => void parsePublicKey(der),
};

/** True where the octets are read, false where they are refused by a `PkiError`; throws what is neither. */
function isRead(read: (der: Uint8Array) => void, der: Uint8Array): boolean {
  try {
    read(der);
    return true;
  } catch (error) {
    if (error instanceof PkiError) return false;
    throw error;
  }
}

describe('damaged input is read in full or refused by a PkiError (jsrsasign 11.1.2 getChildIdx)', function () {
  this.timeout(120_000);

  it('has at least one hundred objects and every extension type', () => {
    assert.ok(objects.length >= 100, `${objects.length} objects`);
    assert.ok(TYPES.length >= 20, `${TYPES.length} extension types`);
  });

  for (const [index, { kind, maker, der }] of objects.entries()) {
    it(`${kind} ${index} by ${maker}`, () => {
      const original = decodeBase64(der);
      const read = READERS[kind];
      assert.ok(read !== undefined, `no reader for ${kind}`);
      read(original);
      const before = Uint8Array.from(original);
      let refused = 0;
      for (const mutant of mutations(original)) if (!isRead(read, mutant)) refused++;
      assert.deepEqual(original, before, 'reading must not write into its input');
      assert.ok(refused > 0, 'some damage must be seen');
    });
  }
});
