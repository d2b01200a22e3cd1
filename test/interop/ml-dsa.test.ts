/** ML-DSA both ways with pyca/cryptography, where one is installed that knows it: keys as seeds in PKCS#8, public keys, hedged and deterministic signatures, contexts. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { encodePkcs8, encodePublicKey, fromHex, parsePublicKey, randomBytes, toHex } from '../../lib/index.ts';
import { findMlDsaKeyDefect, generatePostQuantumKeyPair, signMlDsa, verifyMlDsa } from '../../lib/api/post-quantum.ts';
import { parsePrivateKey } from '../../lib/keys/index.ts';

interface Answer {
  readonly spki: string;
  readonly pkcs8: string;
  readonly verified: boolean;
  readonly verifiedOther: boolean;
  readonly signature: string;
}

const python = process.env['CERTWRIGHT_PYTHON'] ?? 'python3';
const present = spawnSync(python, ['-c', 'from cryptography.hazmat.primitives.asymmetric import mldsa']).status === 0;
if (!present) process.stderr.write('\n*** no pyca/cryptography with ML-DSA was found here: ML-DSA is not compared with it ***\n');

(present ? describe : describe.skip)('ML-DSA both ways with pyca/cryptography', function () {
  this.timeout(60_000);

  for (const parameterSet of ['ML-DSA-44', 'ML-DSA-65', 'ML-DSA-87'] as const) {
    it(parameterSet, () => {
      const questions = Array.from({ length: 6 }, (_, index) => {
        const { publicKey, privateKey } = generatePostQuantumKeyPair({ kind: 'ml-dsa', parameterSet });
        assert.ok(privateKey.kind === 'ml-dsa');
        const [data, context] = [randomBytes(40 * index), randomBytes(index === 5 ? 255 : 3 * index)];
        const options = index % 2 === 0 ? { context } : { context, random: randomBytes };
        return {
          pkcs8: encodePkcs8(privateKey),
          spki: encodePublicKey(publicKey),
          data,
          context,
          signature: signMlDsa(privateKey, data, options),
        };
      });
      const input = questions.map(
        (question) => `${JSON.stringify(question, (_key, value: unknown) => (value instanceof Uint8Array ? toHex(value) : value))}\n`,
      );
      const { status, stdout, stderr } = spawnSync(python, [fileURLToPath(new URL('ml_dsa_pyca.py', import.meta.url))], {
        input: input.join(''),
        encoding: 'utf8',
      });
      assert.equal(status, 0, stderr);
      const answers = stdout
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as Answer);
      assert.equal(answers.length, questions.length);
      for (const [index, { pkcs8, spki, data, context }] of questions.entries()) {
        const answer = answers[index] as Answer;
        assert.equal(answer.spki, toHex(spki), 'the same public half');
        assert.equal(answer.pkcs8, toHex(pkcs8), 'the same PKCS#8');
        assert.ok(answer.verified && !answer.verifiedOther, 'pyca verifies what we sign, and nothing else');
        const publicKey = parsePublicKey(fromHex(answer.spki));
        const privateKey = parsePrivateKey(fromHex(answer.pkcs8));
        assert.ok(publicKey.kind === 'ml-dsa' && privateKey.kind === 'ml-dsa');
        assert.equal(findMlDsaKeyDefect(privateKey), undefined);
        const signature = fromHex(answer.signature);
        assert.ok(verifyMlDsa(publicKey, data, signature, { context }), 'we verify what pyca signs');
        assert.ok(!verifyMlDsa(publicKey, randomBytes(41), signature, { context }));
      }
    });
  }
});
