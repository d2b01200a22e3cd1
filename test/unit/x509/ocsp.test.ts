import assert from 'node:assert/strict';
import { createOcspRequest } from '../../../lib/api/ocsp.ts';
import { contextConstructed } from '../../../lib/asn1/tags.ts';
import { encodeDer } from '../../../lib/asn1/writer.ts';
import { fromHex, toHex } from '../../../lib/base/bytes.ts';
import { readExtension } from '../../../lib/x509/extension.ts';
import { formatName } from '../../../lib/x509/name-format.ts';
import { ocspNonce } from '../../../lib/x509/ocsp-extensions.ts';
import { parseOcspRequest } from '../../../lib/x509/ocsp-request.ts';
import { type BasicOcspResponse, encodeOcspError, parseOcspResponse } from '../../../lib/x509/ocsp-response.ts';
import { AT, DAY, make, rawExtension } from '../../support/chain-kit.ts';
import { answer, answerWithoutEnd, respond, REVOKED, UNKNOWN } from '../../support/ocsp-kit.ts';
import { throwsCode } from '../../support/throws.ts';

const ca = make({ subject: 'CN=CA', ca: true });
const leaf = make({ subject: 'CN=leaf', issuer: ca });
const nonce = new Uint8Array(32).fill(9);

function parse(der: Uint8Array): BasicOcspResponse {
  const response = parseOcspResponse(der);
  assert.ok(response.status === 'successful');
  return response;
}

/** `der` with the one place where `from` stands, in hexadecimal, changed to `to` of the same length. */
function changed(der: Uint8Array, from: string, to: string): Uint8Array {
  const parts = toHex(der).split(from);
  assert.equal(parts.length, 2, `${from} stands ${parts.length - 1} times`);
  assert.equal(from.length, to.length);
  return fromHex(parts.join(to));
}

describe('parseOcspResponse', () => {
  const certified = make({ subject: 'CN=Responder', issuer: ca });
  const singles = [
    answer(leaf.certificate, ca.certificate, { status: REVOKED, extensions: [rawExtension('1.2.3', Uint8Array.of(5, 0))] }),
    answerWithoutEnd(ca.certificate, ca.certificate, { status: UNKNOWN }),
  ];
  const { der } = respond(certified, singles, { nonce, certificates: [certified.certificate, ca.certificate] });

  it('reads every field', () => {
    const response = parse(der);
    assert.equal(response.version, 1);
    assert.ok(response.responderId.kind === 'name');
    assert.equal(formatName(response.responderId.name), 'CN=Responder');
    assert.equal(response.producedAt, AT - DAY);
    assert.deepEqual(readExtension(response, ocspNonce), nonce);
    assert.deepEqual(response.certificates, [certified.certificate.der, ca.certificate.der]);
    const [first, second] = response.responses;
    assert.ok(first !== undefined && second !== undefined && response.responses.length === 2);
    assert.deepEqual(first.status, REVOKED);
    assert.deepEqual([first.thisUpdate, first.nextUpdate], [AT - DAY, AT + 6 * DAY]);
    assert.deepEqual(first.certId.serialNumber, leaf.certificate.serialNumber);
    assert.equal(first.certId.hashAlgorithm.oid, '1.3.14.3.2.26');
    assert.deepEqual([first.certId.issuerNameHash.length, first.certId.issuerKeyHash.length], [20, 20]);
    assert.equal(first.extensions[0]?.oid, '1.2.3');
    assert.deepEqual([second.status, 'nextUpdate' in second, second.extensions], [UNKNOWN, false, []]);
    assert.deepEqual([response.signatureAlgorithm.oid, response.signature.length], ['1.3.101.112', 64]);
  });

  it('reads a responder named by key', () => {
    const { responderId } = parse(respond(ca, [], { responderId: 'key' }).der);
    assert.ok(responderId.kind === 'key' && responderId.keyHash.length === 20);
  });

  it('places errors in the whole input', () => {
    const { path, offset = 0 } = throwsCode('wrong-tag', () =>
      parseOcspResponse(changed(der, '180f32303236303533313030303030305a30', '170f32303236303533313030303030305a30')),
    );
    assert.equal(path, 'responseBytes/response/tbsResponseData/producedAt');
    assert.equal(toHex(der.subarray(offset, offset + 2)), '180f');
  });

  it('refuses what has no meaning', () => {
    throwsCode('bad-response-status', () => parseOcspResponse(fromHex('30030a0104')));
    throwsCode('bad-response-status', () => parseOcspResponse(fromHex('30030a0107')));
    throwsCode('missing-field', () => parseOcspResponse(fromHex('30030a0100')));
    throwsCode('trailing-bytes', () => parseOcspResponse(fromHex('300a0a0103a00530030a0100')));
    throwsCode('unknown-response-type', () => parseOcspResponse(changed(der, '2b0601050507300101', '2b0601050507300109')));
    throwsCode('bad-reason-code', () => parseOcspResponse(changed(der, 'a0030a0101', 'a0030a0107')));
    throwsCode('bad-null', () => parseOcspResponse(fromHex(toHex(der).replace('8200', '8201'))));
  });

  it('refuses an encoded version 1, and reads another version', () => {
    const basic = (version: number): Uint8Array => {
      const data = encodeDer((out) =>
        out.sequence((fields) =>
          fields
            .constructed(contextConstructed(0), (tagged) => tagged.integer(version))
            .constructed(contextConstructed(2), (tagged) => tagged.octetString(new Uint8Array(20)))
            .raw(fromHex('180f32303236303533313030303030305a'))
            .sequence(() => {}),
        ),
      );
      const whole = encodeDer((out) => out.sequence((body) => body.raw(data).raw(fromHex('300506032b6570')).bitString(new Uint8Array(64))));
      return encodeDer((out) =>
        out.sequence((response) =>
          response
            .enumerated(0)
            .constructed(contextConstructed(0), (tagged) =>
              tagged.sequence((bytes) => bytes.raw(fromHex('06092b0601050507300101')).octetString(whole)),
            ),
        ),
      );
    };
    throwsCode('encoded-default', () => parseOcspResponse(basic(0)));
    assert.equal(parse(basic(1)).version, 2);
  });

  it('reads and writes error responses', () => {
    for (const status of ['malformedRequest', 'internalError', 'tryLater', 'sigRequired', 'unauthorized'] as const)
      assert.equal(parseOcspResponse(encodeOcspError(status)).status, status);
  });
});

describe('parseOcspRequest', () => {
  const request = createOcspRequest({ certificate: [leaf.certificate, ca.certificate], issuer: ca.certificate, nonce });

  it('reads every field', () => {
    const { version, requests, extensions, requestorName, signature, tbs } = parseOcspRequest(request);
    assert.deepEqual([version, requestorName, signature], [1, undefined, undefined]);
    assert.deepEqual(
      requests.map(({ certId }) => certId.serialNumber),
      [leaf.certificate.serialNumber, ca.certificate.serialNumber],
    );
    assert.deepEqual(readExtension({ extensions }, ocspNonce), nonce);
    assert.equal(tbs.length, request.length - (request.length > 129 ? 3 : 2));
  });

  it('reads a name, a signature and single extensions', () => {
    const { requests } = parseOcspRequest(request);
    const certId = requests[0]?.certId.der ?? new Uint8Array(0);
    const signed = encodeDer((out) =>
      out.sequence((all) => {
        all.sequence((tbs) =>
          tbs
            .constructed(contextConstructed(1), (tagged) => tagged.raw(fromHex('820161')))
            .sequence((list) => list.sequence((one) => one.raw(certId).raw(fromHex('a00a3008300606022a030400')))),
        );
        all.constructed(contextConstructed(0), (tagged) =>
          tagged.sequence((inner) =>
            inner
              .raw(fromHex('300506032b6570'))
              .bitString(Uint8Array.of(1, 2))
              .constructed(contextConstructed(0), (certs) => certs.sequence((list) => list.raw(ca.certificate.der))),
          ),
        );
      }),
    );
    const { requestorName, signature, requests: read } = parseOcspRequest(signed);
    assert.deepEqual(requestorName, { kind: 'dNSName', value: 'a' });
    assert.equal(signature?.signatureAlgorithm.oid, '1.3.101.112');
    assert.deepEqual(signature.signature, Uint8Array.of(1, 2));
    assert.deepEqual(signature.certificates, [ca.certificate.der]);
    assert.equal(read[0]?.extensions[0]?.oid, '1.2.3');
  });

  it('names the place of an error', () => {
    const single = createOcspRequest({ certificate: leaf.certificate, issuer: ca.certificate });
    const { path } = throwsCode('wrong-tag', () => parseOcspRequest(changed(single, '06052b0e03021a', '05052b0e03021a')));
    assert.equal(path, 'tbsRequest/requestList/0/reqCert/hashAlgorithm/algorithm');
  });
});

describe('ocspNonce', () => {
  it('has 1 to 128 octets', () => {
    const of = (value: Uint8Array): Uint8Array | undefined =>
      readExtension({ extensions: [rawExtension('1.3.6.1.5.5.7.48.1.2', value)] }, ocspNonce);
    assert.deepEqual(of(Uint8Array.of(4, 1, 7)), Uint8Array.of(7));
    throwsCode('bad-nonce', () => of(Uint8Array.of(4, 0)));
    throwsCode('bad-nonce', () => of(Uint8Array.of(4, 0x81, 129, ...new Uint8Array(129))));
    const issuer = ca.certificate;
    for (const length of [0, 129])
      throwsCode('bad-nonce', () => createOcspRequest({ certificate: leaf.certificate, issuer, nonce: new Uint8Array(length) }));
    assert.equal(
      parseOcspRequest(createOcspRequest({ certificate: leaf.certificate, issuer, nonce: new Uint8Array(128) })).extensions.length,
      1,
    );
  });
});
