import assert from 'node:assert/strict';
import { oid } from '../../../../lib/asn1/oid.ts';
import { encodeDer, type DerWriter } from '../../../../lib/asn1/writer.ts';
import { type HashFunction, sha224, sha256, sha384, sha512 } from '../../../../lib/crypto/hash.ts';
import { rsaPss } from '../../../../lib/crypto/rsa/pss.ts';
import { sha1 } from '../../../../lib/crypto/hash.ts';
import { sha3_256 } from '../../../../lib/crypto/sha3.ts';
import { tlsServerEndPoint } from '../../../../lib/postgres/libpq/channel-binding.ts';
import { type Certificate, parseCertificate } from '../../../../lib/x509/certificate.ts';
import { keyNamed, make } from '../../../support/chain-kit.ts';

function signedWith(algorithm: string, parameters?: (out: DerWriter) => void): Certificate {
  const der = encodeDer((out) =>
    out.sequence((inner) => {
      inner.oid(oid(algorithm));
      parameters?.(inner);
    }),
  );
  return make({ subject: 'CN=db', algorithm: der }).certificate;
}

function binds(certificate: Certificate, hash: HashFunction): void {
  assert.deepEqual(tlsServerEndPoint(certificate), hash.digest(certificate.der));
}

describe('postgres/libpq/channel-binding', () => {
  it('takes the hash of the signature', () => {
    binds(signedWith('1.2.840.113549.1.1.11'), sha256);
    binds(signedWith('1.2.840.113549.1.1.12'), sha384);
    binds(signedWith('1.2.840.113549.1.1.13'), sha512);
    binds(signedWith('1.2.840.113549.1.1.14'), sha224);
    binds(signedWith('1.2.840.10045.4.3.2'), sha256);
    binds(signedWith('1.2.840.10045.4.3.3'), sha384);
    binds(signedWith('1.2.840.10045.4.3.4'), sha512);
    binds(signedWith('2.16.840.1.101.3.4.3.14'), sha3_256);
    binds(signedWith('2.16.840.1.101.3.4.3.1'), sha224);
  });

  it('takes SHA-256 in place of MD5 and SHA-1', () => {
    for (const algorithm of ['1.2.840.113549.1.1.4', '1.2.840.113549.1.1.5', '1.2.840.10045.4.1', '1.2.840.10040.4.3', '1.3.14.3.2.29'])
      binds(signedWith(algorithm), sha256);
  });

  it('takes the hash in the parameters of RSASSA-PSS', () => {
    for (const [hash, expected] of [
      [sha256, sha256],
      [sha384, sha384],
      [sha1, sha256],
    ] as const) {
      const [algorithm] = rsaPss({ hash, mgfHash: hash, saltLength: 20 }).encodings;
      assert.ok(algorithm !== undefined);
      binds(make({ subject: 'CN=db', algorithm }).certificate, expected);
    }
    assert.throws(() => tlsServerEndPoint(signedWith('1.2.840.113549.1.1.10')), { code: 'channel-binding-undefined' });
    assert.throws(() => tlsServerEndPoint(signedWith('1.2.840.113549.1.1.10', (out) => out.sequence((inner) => inner.integer(1)))), {
      code: 'channel-binding-undefined',
      message: 'could not determine server certificate signature algorithm',
    });
  });

  it('has none for Ed25519 and Ed448, nor for what OpenSSL does not know', () => {
    const undefinedDigest = { code: 'channel-binding-undefined', message: 'could not find digest for NID UNDEF' };
    assert.throws(() => tlsServerEndPoint(make({ subject: 'CN=db' }).certificate), undefinedDigest);
    assert.throws(() => tlsServerEndPoint(signedWith('1.3.101.113')), undefinedDigest);
    for (const algorithm of ['2.16.840.1.101.3.4.3.10', '1.2.3.4']) {
      assert.throws(() => tlsServerEndPoint(signedWith(algorithm)), {
        code: 'channel-binding-undefined',
        message: 'could not determine server certificate signature algorithm',
      });
    }
  });

  it('digests the octets as they came', () => {
    const { certificate } = make({ subject: 'CN=db', key: keyNamed('db', 'ec') });
    binds(parseCertificate(certificate.der.slice()), sha256);
  });
});
