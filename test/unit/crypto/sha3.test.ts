/** SHA-3 and SHAKE against NIST's examples to FIPS 202 (0, 24 and 1,600 bits), and HMAC over them. */
import assert from 'node:assert/strict';
import { toHex, utf8 } from '../../../lib/base/bytes.ts';
import { hmac } from '../../../lib/crypto/kdf.ts';
import { sha3_224, sha3_256, sha3_384, sha3_512, shake128, shake256 } from '../../../lib/crypto/sha3.ts';

/** Digests of nothing, of "abc", and of 200 octets 0xA3. */
const digests = [
  [
    sha3_224,
    144,
    '6b4e03423667dbb73b6e15454f0eb1abd4597f9a1b078e3f5b5a6bc7',
    'e642824c3f8cf24ad09234ee7d3c766fc9a3a5168d0c94ad73b46fdf',
    '9376816aba503f72f96ce7eb65ac095deee3be4bf9bbc2a1cb7e11e0',
  ],
  [
    sha3_256,
    136,
    'a7ffc6f8bf1ed76651c14756a061d662f580ff4de43b49fa82d80a4b80f8434a',
    '3a985da74fe225b2045c172d6bd390bd855f086e3e9d525b46bfe24511431532',
    '79f38adec5c20307a98ef76e8324afbfd46cfd81b22e3973c65fa1bd9de31787',
  ],
  [
    sha3_384,
    104,
    '0c63a75b845e4f7d01107d852e4c2485c51a50aaaa94fc61995e71bbee983a2ac3713831264adb47fb6bd1e058d5f004',
    'ec01498288516fc926459f58e2c6ad8df9b473cb0fc08c2596da7cf0e49be4b298d88cea927ac7f539f1edf228376d25',
    '1881de2ca7e41ef95dc4732b8f5f002b189cc1e42b74168ed1732649ce1dbcdd76197a31fd55ee989f2d7050dd473e8f',
  ],
  [
    sha3_512,
    72,
    'a69f73cca23a9ac5c8b567dc185a756e97c982164fe25859e0d1dcc1475c80a615b2123af1f5f94c11e3e9402c3ac558f500199d95b6d3e301758586281dcd26',
    'b751850b1a57168a5693cd924b6b096e08f621827444f70d884f5d0240d2712e10e116e9192af3c91a7ec57647e3934057340b4cf408d5a56592f8274eec53f0',
    'e76dfad22084a8b1467fcf2ffa58361bec7628edf5f3fdc0e4805dc48caeeca81b7c13c30adf52a3659584739a2df46be589c51ca1a4a8416df6545a1ce8ba00',
  ],
  [
    shake128,
    168,
    '7f9c2ba4e88f827d616045507605853ed73b8093f6efbc88eb1a6eacfa66ef26',
    '5881092dd818bf5cf8a3ddb793fbcba74097d5c526a6d35f97b83351940f2cc8',
    '131ab8d2b594946b9c81333f9bb6e0ce75c3b93104fa3469d3917457385da037',
  ],
  [
    shake256,
    136,
    '46b9dd2b0ba88d13233b3feb743eeb243fcd52ea62b81b82b50c27646ed5762fd75dc4ddd8c0f200cb05019d67b592f6fc821c49479ab48640292eacb3b7c4be',
    '483366601360a8771c6863080cc4114d8db44530f8f1e1ee4f94ea37e78b5739d5a15bef186a5386c75744c0527e1faa9f8726e462a12a4feb06bd8801e751e4',
    'cd8a920ed141aa0407a22d59288652e9d9f1a7ee0c1e7c1ca699424da84a904d2d700caae7396ece96604440577da4f3aa22aeb8857f961c4cd8e06f0ae6610b',
  ],
] as const;

/** HMAC of test case 2 of RFC 4231, by NIST's SHA-3 (Python's hmac). */
const macs = [
  [sha3_224, '7fdb8dd88bd2f60d1b798634ad386811c2cfc85bfaf5d52bbace5e66'],
  [sha3_256, 'c7d4072e788877ae3596bbb0da73b887c9171f93095b294ae857fbe2645e1ba5'],
  [sha3_384, 'f1101f8cbf9766fd6764d2ed61903f21ca9b18f57cf3e1a23ca13508a93243ce48c045dc007f26a21b3f5e0e9df4c20a'],
  [
    sha3_512,
    '5a4bfeab6166427c7a3647b747292b8384537cdb89afb3bf5665e4c5e709350b287baec921fd7ca0ee7a0c31d022a95e1fc92ba9d77df883960275beb4e62024',
  ],
] as const;

describe('crypto/sha3', () => {
  for (const [hash, blockLength, ofNothing, ofAbc, ofMany] of digests) {
    it(hash.label, () => {
      const inputs = [new Uint8Array(0), utf8('abc'), new Uint8Array(200).fill(0xa3)];
      assert.deepEqual(
        inputs.map((input) => toHex(hash.digest(input))),
        [ofNothing, ofAbc, ofMany],
      );
      assert.deepEqual([hash.outputLength, hash.blockLength], [ofAbc.length / 2, blockLength]);
    });
  }

  for (const [hash, expected] of macs)
    it(`HMAC with ${hash.label}`, () => assert.equal(toHex(hmac(hash, utf8('Jefe'), utf8('what do ya want for nothing?'))), expected));
});
