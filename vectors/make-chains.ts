/**
 * Makes vectors/chains/chains.json and faults.json: good chains, and chains with one fault each, with the code and the certificate that a verifier has to
 * name. Everything is deterministic: keys and serial numbers come from names, so that a run changes the files only where this program changed.
 * Run: `node_modules/.bin/tsx vectors/make-chains.ts`.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { encodeBase64 } from '../lib/base/base64.ts';
import { AT } from '../lib/testing/certificate.ts';
import { cases } from './chains/cases.ts';
import './chains/path-cases.ts';
import './chains/extension-cases.ts';
import './chains/crl-cases.ts';
import { allFaults, formatFaultVectors, makeFaultVectors } from './chains/fault-chains.ts';

const written = cases.map(
  ({ id, what, chain: { root, ca, leaf }, intermediates = [ca], anchors = [root], crls = [], options = {}, refused }) => ({
    id,
    what,
    at: AT,
    options,
    leaf: encodeBase64(leaf.certificate.der),
    intermediates: intermediates.map(({ certificate }) => encodeBase64(certificate.der)),
    anchors: anchors.map(({ certificate }) => encodeBase64(certificate.der)),
    crls: crls.map(({ der }) => encodeBase64(der)),
    expected: refused === undefined ? { ok: true } : { ok: false, code: refused[0], index: refused[1] },
  }),
);
writeFileSync(join(import.meta.dirname, 'chains/chains.json'), `${JSON.stringify(written, undefined, 1)}\n`);
const faults = makeFaultVectors(allFaults());
writeFileSync(join(import.meta.dirname, 'chains/faults.json'), formatFaultVectors(faults));
process.stdout.write(`${written.length} and ${faults.chains.length} chains\n`);
