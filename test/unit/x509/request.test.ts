import assert from 'node:assert/strict';
import { toHex } from '../../../lib/base/bytes.ts';
import { oid } from '../../../lib/asn1/oid.ts';
import { PRINTABLE_STRING } from '../../../lib/asn1/tags.ts';
import { DerWriter } from '../../../lib/asn1/writer.ts';
import { CHALLENGE_PASSWORD, EXTENSION_REQUEST, UNSTRUCTURED_ADDRESS, UNSTRUCTURED_NAME } from '../../../lib/oids/names.ts';
import { makeExtension, readExtension } from '../../../lib/x509/extension.ts';
import { subjectAltName } from '../../../lib/x509/extensions/alternative-names.ts';
import { keyUsage } from '../../../lib/x509/extensions/usage.ts';
import { formatName } from '../../../lib/x509/name-format.ts';
import { parseName } from '../../../lib/x509/name-parse.ts';
import { makeExtensionRequest, makeTextAttribute, readTextAttribute, writeRequestAttribute } from '../../../lib/x509/request-attributes.ts';
import { parseRequest, type RequestAttribute } from '../../../lib/x509/request.ts';
import { throwsCode } from '../../support/throws.ts';
import { derOf, REQUEST_PEM } from './samples.ts';

const ALGORITHM = Uint8Array.of(0x30, 5, 6, 3, 0x2b, 0x65, 0x70);

function requestWith(attributes: readonly RequestAttribute[]): Uint8Array {
  return new DerWriter()
    .sequence((outer) =>
      outer
        .sequence((info) => {
          info.integer(0).raw(parseName('CN=x').der);
          info.sequence((key) => key.raw(ALGORITHM).bitString(new Uint8Array(32)));
          info.setOf(
            attributes.map((attribute) => (member: DerWriter) => writeRequestAttribute(member, attribute)),
            0xa0,
          );
        })
        .raw(ALGORITHM)
        .bitString(new Uint8Array(64)),
    )
    .finish();
}

describe('x509/request', () => {
  const der = derOf(REQUEST_PEM);
  const request = parseRequest(der);

  it('reads every field of a request by OpenSSL', () => {
    assert.equal(request.version, 1);
    assert.equal(
      formatName(request.subject, 'oneline'),
      'C = DE, O = Ex\\C3\\A4mple GmbH, OU = One, OU = Two, CN = full example + emailAddress = a@example.com',
    );
    assert.equal(request.publicKey.algorithm.oid, '1.2.840.10045.2.1');
    assert.equal(request.signatureAlgorithm.oid, '1.2.840.10045.4.3.2');
    assert.equal(request.tbs.buffer, der.buffer);
    assert.deepEqual(
      new Set(request.attributes.map(({ type }) => type)),
      new Set([CHALLENGE_PASSWORD, UNSTRUCTURED_NAME, EXTENSION_REQUEST]),
    );
  });

  it('reads attributes', () => {
    assert.equal(readTextAttribute(request, CHALLENGE_PASSWORD), 'secret words');
    assert.equal(readTextAttribute(request, UNSTRUCTURED_NAME), 'An unstructured name');
    assert.equal(readTextAttribute(request, UNSTRUCTURED_ADDRESS), undefined);
  });

  it('reads requested extensions with their true places', () => {
    assert.deepEqual(readExtension(request, subjectAltName), [
      { kind: 'dNSName', value: 'alice.example.com' },
      { kind: 'rfc822Name', value: 'alice@example.com' },
    ]);
    assert.deepEqual(readExtension(request, keyUsage), ['digitalSignature']);
    for (const { offset, value, path } of request.extensions) {
      assert.deepEqual(der.subarray(offset, offset + value.length), value);
      assert.match(path, /^certificationRequestInfo\/attributes\/\d\/values\/0\/[01]$/);
    }
  });

  it('reads back what it writes', () => {
    const extensions = [makeExtension(keyUsage, ['keyAgreement'])];
    const back = parseRequest(requestWith([makeExtensionRequest(extensions), makeTextAttribute(CHALLENGE_PASSWORD, 'geheim ü')]));
    assert.equal(readTextAttribute(back, CHALLENGE_PASSWORD), 'geheim ü');
    assert.deepEqual(readExtension(back, keyUsage), ['keyAgreement']);
    throwsCode('bad-character', () => makeTextAttribute(CHALLENGE_PASSWORD, 'ü', PRINTABLE_STRING));
  });

  it('keeps attributes it does not know', () => {
    const unknown = { type: UNSTRUCTURED_ADDRESS, values: [Uint8Array.of(5, 0), Uint8Array.of(2, 1, 7)] };
    const [attribute] = parseRequest(requestWith([unknown])).attributes;
    assert.deepEqual(
      attribute?.values.map((value) => toHex(value)),
      ['020107', '0500'],
    );
  });

  it('takes a hundred and fifty thousand extensions', () => {
    const extensions = Array.from({ length: 150_000 }, (_, i) => ({ ...makeExtension(keyUsage, []), oid: oid(`1.3.${i}`) }));
    assert.equal(parseRequest(requestWith([makeExtensionRequest(extensions)])).extensions.length, extensions.length);
  }).timeout(20_000);

  it('takes a request without attributes', () => {
    const plain = parseRequest(requestWith([]));
    assert.deepEqual([plain.attributes, plain.extensions], [[], []]);
  });

  it('refuses two requests for extensions, an attribute without value, and bad extensions', () => {
    const once = makeExtensionRequest([makeExtension(keyUsage, ['keyAgreement'])]);
    const other = makeExtensionRequest([makeExtension(subjectAltName, [{ kind: 'dNSName', value: 'a' }])]);
    throwsCode('duplicate-attribute', () => parseRequest(requestWith([once, other])));
    throwsCode('duplicate-attribute', () =>
      parseRequest(requestWith([{ type: EXTENSION_REQUEST, values: [...once.values, ...other.values] }])),
    );
    throwsCode('empty-sequence', () => parseRequest(requestWith([{ type: UNSTRUCTURED_NAME, values: [] }])));
    const error = throwsCode('wrong-tag', () => parseRequest(requestWith([{ type: EXTENSION_REQUEST, values: [Uint8Array.of(5, 0)] }])));
    assert.equal(error.path, 'certificationRequestInfo/attributes/0/values/0');
  });

  it('notes them in the reading openssl, where the first wish counts', () => {
    const once = makeExtensionRequest([makeExtension(keyUsage, ['keyAgreement'])]);
    const other = makeExtensionRequest([makeExtension(subjectAltName, [{ kind: 'dNSName', value: 'a' }])]);
    const der = requestWith([once, other, { type: UNSTRUCTURED_NAME, values: [] }]);
    const { extensions, deviations = [] } = parseRequest(der, { reading: 'openssl' });
    assert.equal(extensions.length, 1);
    assert.deepEqual(new Set(deviations.map(({ code }) => code)), new Set(['duplicate-attribute', 'empty-sequence']));
    assert.equal(parseRequest(requestWith([once])).deviations, undefined);
  });
});
