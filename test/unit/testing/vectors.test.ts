/** vectors/chains/faults.json: every kind of fault at every position, as data. */
import assert from 'node:assert/strict';
import { type ChainInput, verifyChain } from '../../../lib/api/verify.ts';
import { decodeBase64 } from '../../../lib/base/base64.ts';
import { describeFaults } from '../../../lib/testing/catalogue.ts';
import { type Certificate, parseCertificate } from '../../../lib/x509/certificate.ts';
import { parseCrl } from '../../../lib/x509/crl.ts';
import file from '../../../vectors/chains/faults.json' with { type: 'json' };
import { allFaults, type FaultVector, type FaultVectors, makeFaultVectors } from '../../../vectors/chains/fault-chains.ts';

const { certificates, crls, chains } = file as unknown as FaultVectors;

function inputOf(vector: FaultVector): ChainInput {
  const {
    leaf,
    intermediates,
    anchors,
    crls: lists,
    ocspResponses,
    reading,
    id: _,
    what: __,
    rfc: ___,
    expected: ____,
    ...options
  } = vector;
  const certificate = (place: number): Certificate =>
    parseCertificate(decodeBase64(certificates[place] ?? ''), reading === 'openssl' ? { reading } : {});
  return {
    ...options,
    leaf: certificate(leaf),
    intermediates: intermediates.map(certificate),
    anchors: anchors.map(certificate),
    ...(lists === undefined ? {} : { crls: lists.map((place) => parseCrl(decodeBase64(crls[place] ?? ''))) }),
    ...(ocspResponses === undefined ? {} : { ocspResponses: ocspResponses.map(readResponse) }),
  };
}

function readResponse({
  response,
  nonce,
}: NonNullable<FaultVector['ocspResponses']>[number]): NonNullable<ChainInput['ocspResponses']>[number] {
  return nonce === undefined ? decodeBase64(response) : { response: decodeBase64(response), nonce: decodeBase64(nonce) };
}

describe('vectors/chains/faults.json', function () {
  this.timeout(60_000);

  it('has every kind of fault at every position', () => {
    assert.ok(chains.length >= 200);
    assert.deepEqual(
      chains.map(({ id }) => id),
      allFaults().map(({ kind, at }) => `${kind}/${at}`),
    );
  });

  for (const { kind } of describeFaults()) {
    it(kind, () => {
      const own = chains.filter(({ id }) => id.startsWith(`${kind}/`));
      assert.ok(own.length > 0);
      for (const vector of own) {
        const verdict = verifyChain(inputOf(vector));
        assert.ok(!verdict.ok, `${vector.id} is accepted`);
        const found = verdict.findings.filter(({ severity }) => severity === 'error').map(({ code, index }) => ({ code, index }));
        assert.ok(
          found.some(({ code, index }) => code === vector.expected.code && index === vector.expected.index),
          `${vector.id}: ${JSON.stringify(found)}`,
        );
      }
    });
  }

  it('is what vectors/make-chains.ts writes', () => {
    const sample = allFaults().filter((_, number) => number % 12 === 0);
    const made = makeFaultVectors(sample);
    for (const vector of made.chains) {
      const stored = chains.find(({ id }) => id === vector.id);
      assert.ok(stored !== undefined, vector.id);
      const octets = (all: FaultVectors, { leaf, intermediates, anchors, crls: lists = [] }: FaultVector): object => [
        [leaf, ...intermediates, ...anchors].map((place) => all.certificates[place]),
        lists.map((place) => all.crls[place]),
      ];
      assert.deepEqual(octets(made, vector), octets({ certificates, crls, chains }, stored), `${vector.id}: run vectors/make-chains.ts`);
    }
  });
});
