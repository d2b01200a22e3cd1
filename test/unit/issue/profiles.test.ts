import assert from 'node:assert/strict';
import { toHex } from '../../../lib/base/bytes.ts';
import { sha1 } from '../../../lib/crypto/hash.ts';
import { clientProfile, intermediateProfile, rootProfile, selfSignedProfile, serverProfile } from '../../../lib/issue/profiles.ts';
import type { RsaPublicKey } from '../../../lib/keys/types.ts';
import { CLIENT_AUTH, SERVER_AUTH } from '../../../lib/oids/purposes.ts';
import { type Extension, readExtension } from '../../../lib/x509/extension.ts';
import { subjectAltName } from '../../../lib/x509/extensions/alternative-names.ts';
import { authorityKeyIdentifier, subjectKeyIdentifier } from '../../../lib/x509/extensions/key-identifiers.ts';
import { basicConstraints, extendedKeyUsage, keyUsage } from '../../../lib/x509/extensions/usage.ts';
import { leafSigner, makeRoot, rootSigner } from './story.ts';

const root = makeRoot();
const { publicKey } = leafSigner;
const rsa: RsaPublicKey = { kind: 'rsa', n: 2n ** 2047n + 1n, e: 65537n };

function labels(extensions: readonly Extension[]): string[] {
  return extensions.map(({ path, critical }) => (critical ? `${path}!` : path));
}

describe('profiles', () => {
  it('root: a CA with its key identifier, constraints and usage critical', () => {
    const extensions = rootProfile({ publicKey, hash: sha1 });
    assert.deepEqual(labels(extensions), ['basicConstraints!', 'keyUsage!', 'subjectKeyIdentifier']);
    assert.deepEqual(readExtension({ extensions }, basicConstraints), { ca: true });
    assert.deepEqual(readExtension({ extensions }, keyUsage), ['keyCertSign', 'cRLSign']);
    assert.deepEqual(readExtension({ extensions: rootProfile({ publicKey, hash: sha1, pathLength: 3 }) }, basicConstraints), {
      ca: true,
      pathLength: 3,
    });
  });

  it('intermediate: path length 0 unless told, and who signed', () => {
    const extensions = intermediateProfile({ publicKey, issuer: root, hash: sha1 });
    assert.deepEqual(labels(extensions), ['basicConstraints!', 'keyUsage!', 'subjectKeyIdentifier', 'authorityKeyIdentifier']);
    assert.deepEqual(readExtension({ extensions }, basicConstraints), { ca: true, pathLength: 0 });
    assert.deepEqual(readExtension({ extensions }, authorityKeyIdentifier)?.keyIdentifier, readExtension(root, subjectKeyIdentifier));
  });

  it('server and client: their purpose, no CA', () => {
    const names = [{ kind: 'dNSName', value: 'db.example' }] as const;
    const server = serverProfile({ publicKey, issuer: root, hash: sha1, names });
    const usual = ['basicConstraints!', 'keyUsage!', 'extKeyUsage', 'subjectKeyIdentifier', 'authorityKeyIdentifier'];
    assert.deepEqual(labels(server), [...usual.slice(0, 3), 'subjectAltName', ...usual.slice(3)]);
    assert.deepEqual(readExtension({ extensions: server }, extendedKeyUsage), [SERVER_AUTH]);
    assert.deepEqual(readExtension({ extensions: server }, subjectAltName), names);
    const client = clientProfile({ publicKey, issuer: root, hash: sha1 });
    assert.deepEqual(labels(client), usual);
    assert.deepEqual(readExtension({ extensions: client }, extendedKeyUsage), [CLIENT_AUTH]);
    assert.deepEqual(readExtension({ extensions: client }, basicConstraints), { ca: false });
  });

  it('self-signed: a server that is its own authority', () => {
    const extensions = selfSignedProfile({ publicKey, hash: sha1 });
    assert.deepEqual(labels(extensions), ['basicConstraints!', 'keyUsage!', 'extKeyUsage', 'subjectKeyIdentifier']);
    assert.equal(readExtension({ extensions }, basicConstraints)?.ca, false);
  });

  it('lets RSA keys encipher, others only sign', () => {
    assert.deepEqual(readExtension({ extensions: clientProfile({ publicKey, issuer: root, hash: sha1 }) }, keyUsage), ['digitalSignature']);
    const extensions = clientProfile({ publicKey: rsa, issuer: root, hash: sha1 });
    assert.deepEqual(readExtension({ extensions }, keyUsage), ['digitalSignature', 'keyEncipherment']);
  });

  it('hashes the key octets alone (RFC 5280 4.2.1.2 method 1)', () => {
    // The Ed25519 key of the seed 01…01; SHA-1 of its 32 octets, by `openssl dgst -sha1`.
    const extensions = rootProfile({ publicKey: rootSigner.publicKey, hash: sha1 });
    const identifier = readExtension({ extensions }, subjectKeyIdentifier);
    assert.equal(identifier === undefined ? '' : toHex(identifier), '9ad19e0f16eef714cb90c6f195dbce66e94580f9');
  });
});
