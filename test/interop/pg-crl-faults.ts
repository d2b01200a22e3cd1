/** What is done to the CRLs of the differential test. All of it shows only where the server looks into CRLs. */
import { oid } from '../../lib/asn1/oid.ts';
import { type Extension, makeExtension } from '../../lib/x509/extension.ts';
import type { RevocationReason } from '../../lib/x509/crl.ts';
import { certificateIssuer, invalidityDate } from '../../lib/x509/extensions/crl-entry-extensions.ts';
import { deltaCRLIndicator } from '../../lib/x509/extensions/crl-numbers.ts';
import {
  cRLDistributionPoints,
  type DistributionPointName,
  issuingDistributionPoint,
} from '../../lib/x509/extensions/distribution-points.ts';
import type { GeneralName } from '../../lib/x509/general-name.ts';
import { parseName } from '../../lib/x509/name-parse.ts';
import { authorityKeyIdentifier } from '../../lib/x509/extensions/key-identifiers.ts';
import { DAY, keyNamed, make, makeCrl, rawExtension } from '../support/chain-kit.ts';
import type { Random } from '../support/random.ts';
import { type Branch, type Link, NOW, type PlannedCrl } from './pg-branch.ts';
import type { Change } from './pg-chain-faults.ts';

const UNKNOWN = '1.3.6.1.4.1.55555.3';
const NULL_VALUE = Uint8Array.of(5, 0);
const STRANGER = keyNamed('pg stranger', 'ec');

/** A change of the CRLs of one CA; the certificate below it is given. */
function ofCrl(change: (crl: PlannedCrl, issuer: Link, subject: Link, random: Random) => boolean | void): Change {
  return (branch, random) => {
    const level = random.below(branch.links.length - 1);
    const [issuer, subject] = branch.links.slice(level, level + 2);
    const crl = issuer?.crls[0];
    return crl === undefined || subject === undefined ? false : change(crl, issuer as Link, subject, random);
  };
}

/** Gives a certificate a serial number that a CRL can name. */
function serialOf(link: Link, random: Random): Uint8Array {
  link.serialNumber ??= Uint8Array.of(0x41, random.below(256), random.below(256), 7);
  return link.serialNumber;
}

function revoke(
  crl: PlannedCrl,
  link: Link,
  random: Random,
  more: { readonly reason?: RevocationReason; readonly extensions?: readonly Extension[] } = {},
): void {
  crl.revoked = [...(crl.revoked ?? []), { serialNumber: serialOf(link, random), revokedAt: NOW - 2 * DAY, ...more }];
}

function extend(crl: PlannedCrl, extension: Extension): void {
  crl.extensions = [...(crl.extensions ?? []).filter((other) => other.oid !== extension.oid), extension];
}

const uri = (value: string): DistributionPointName => ({ kind: 'fullName', names: [{ kind: 'uniformResourceIdentifier', value }] });

const directory = (name: string): readonly GeneralName[] => [{ kind: 'directoryName', name: parseName(name) }];

const reasons: readonly RevocationReason[] = [
  'keyCompromise',
  'superseded',
  'certificateHold',
  'removeFromCRL',
  'privilegeWithdrawn',
  'cessationOfOperation',
];

/** Faults and traits by kind. */
export const crlChanges: Readonly<Record<string, Change>> = {
  'CRL missing': ofCrl((_crl, issuer) => void (issuer.crls = [])),
  'CRL stale': ofCrl((crl) => void Object.assign(crl, { thisUpdate: NOW - 9 * DAY, nextUpdate: NOW - DAY })),
  'CRL of the future': ofCrl((crl) => void (crl.thisUpdate = NOW + DAY)),
  'CRL without end': ofCrl((crl) => void (crl.nextUpdate = null)),
  'CRL forged': ofCrl((crl) => void (crl.signedBy = STRANGER)),
  'CRL with a broken signature': ofCrl((crl) => void (crl.breakSignature = true)),
  'CRL of version 1': ofCrl((crl) => void Object.assign(crl, { version: 1, number: null })),
  'CRL without a number': ofCrl((crl) => void (crl.number = null)),
  revoked: ofCrl((crl, _issuer, subject, random) => revoke(crl, subject, random, random.chance(40) ? { reason: random.one(reasons) } : {})),
  'revoked elsewhere': ofCrl((crl) => void (crl.revoked = [{ serialNumber: Uint8Array.of(9, 9), revokedAt: NOW - DAY }])),
  'root revoked by itself': ({ links }, random) => {
    const [root] = links;
    if (root?.crls[0] === undefined) return false;
    revoke(root.crls[0], root, random);
    return true;
  },
  'forged CRL beside': ofCrl((crl, issuer, subject, random) => {
    const forged: PlannedCrl = { ...crl, signedBy: STRANGER, thisUpdate: NOW - DAY / random.one([0.5, 2]) };
    if (random.chance(50)) revoke(forged, subject, random);
    issuer.crls.splice(random.below(2), 0, forged);
  }),
  'two CRLs': ofCrl((crl, issuer, subject, random) => {
    const other: PlannedCrl = {
      ...crl,
      thisUpdate: NOW - DAY * random.one([0.5, 1, 2]),
      ...(random.chance(30) ? { nextUpdate: NOW - 3_600_000 } : {}),
    };
    revoke(random.one([crl, other]), subject, random);
    if (random.chance(30)) random.one([crl, other]).number = random.one([7n, null]);
    issuer.crls.splice(random.below(2), 0, other);
  }),
  'delta CRL': ofCrl((crl, issuer, subject, random) => {
    const delta: PlannedCrl = { ...crl, thisUpdate: NOW - DAY / random.one([0.5, 2]), extensions: [makeExtension(deltaCRLIndicator, 1n)] };
    if (random.chance(50)) revoke(random.one([crl, delta]), subject, random);
    issuer.crls = random.chance(30) ? [delta] : [crl, delta];
  }),
  'issuing distribution point': ofCrl((crl, issuer, subject, random) => {
    const name = random.one([
      undefined,
      undefined,
      uri('http://a/1'),
      uri('http://a/2'),
      { kind: 'fullName' as const, names: directory(issuer.subject) },
    ]);
    const only = random.one(['onlyUserCertificates', 'onlyCaCertificates', 'onlyAttributeCertificates', 'indirectCrl', 'none']);
    extend(
      crl,
      makeExtension(issuingDistributionPoint, {
        ...(name === undefined ? {} : { name }),
        onlyUserCertificates: only === 'onlyUserCertificates',
        onlyCaCertificates: only === 'onlyCaCertificates',
        onlyAttributeCertificates: only === 'onlyAttributeCertificates',
        indirectCrl: only === 'indirectCrl',
        ...(random.chance(15) ? { onlySomeReasons: ['keyCompromise' as const] } : {}),
      }),
    );
    if (random.chance(60)) {
      const point = { name: random.one([uri('http://a/1'), uri('http://a/2')]) };
      const more = random.one([
        {},
        {},
        {},
        { reasons: ['keyCompromise' as const] },
        { crlIssuer: directory(issuer.subject) },
        { crlIssuer: directory('CN=Else') },
      ]);
      subject.extensions = [...(subject.extensions ?? []), makeExtension(cRLDistributionPoints, [{ ...point, ...more }])];
    }
    if (random.chance(30)) revoke(crl, subject, random);
  }),
  'distribution point': ofCrl((_crl, issuer, subject, random) => {
    const more = random.one([
      {},
      { reasons: ['keyCompromise' as const] },
      { crlIssuer: directory(issuer.subject) },
      { crlIssuer: directory('CN=Else') },
    ]);
    if (subject.extensions?.some((other) => other.oid === cRLDistributionPoints.oid) === true) return false;
    subject.extensions = [...(subject.extensions ?? []), makeExtension(cRLDistributionPoints, [{ name: uri('http://a/1'), ...more }])];
    return true;
  }),
  'unknown critical CRL extension': ofCrl((crl, _issuer, _subject, random) =>
    extend(crl, rawExtension(UNKNOWN, NULL_VALUE, random.chance(70))),
  ),
  'unknown entry extension': ofCrl((crl, _issuer, subject, random) => {
    const extensions = [rawExtension(UNKNOWN, NULL_VALUE, random.chance(70))];
    if (random.chance(50)) revoke(crl, subject, random, { extensions });
    else crl.revoked = [{ serialNumber: Uint8Array.of(9, 9), revokedAt: NOW - DAY, extensions }];
  }),
  'entry with a date': ofCrl((crl, _issuer, subject, random) =>
    revoke(crl, subject, random, { extensions: [makeExtension(invalidityDate, NOW - 3 * DAY)] }),
  ),
  'entries of other issuers': ofCrl((crl, issuer, subject, random) => {
    const of = (name: string): Extension => makeExtension(certificateIssuer, directory(name));
    const named = (): { extensions?: readonly Extension[] } =>
      random.one([{}, { extensions: [of('CN=Somebody')] }, { extensions: [of(issuer.subject)] }]);
    crl.revoked = [{ serialNumber: Uint8Array.of(77), revokedAt: NOW - DAY, ...named() }];
    revoke(crl, subject, random, named());
    if (random.chance(40)) crl.revoked = [...crl.revoked].reverse();
  }),
  'issuer may not sign CRLs': ofCrl((_crl, issuer) => void (issuer.usages = ['keyCertSign'])),
  'AKI of the CRL': ofCrl((crl, _issuer, _subject, random) => {
    extend(crl, makeExtension(authorityKeyIdentifier, { keyIdentifier: Uint8Array.from({ length: 20 }, () => random.below(256)) }));
  }),
  'CRL of a namesake': ofCrl((_crl, issuer, subject, random) => {
    const revoked = random.chance(50) ? [{ serialNumber: serialOf(subject, random), revokedAt: NOW - DAY }] : [];
    const thisUpdate = NOW - DAY / random.one([0.5, 2]);
    issuer.crls.splice(random.below(2), 0, {
      issuerName: issuer.subject,
      signedBy: STRANGER,
      revoked,
      thisUpdate,
      nextUpdate: NOW + DAY,
      extensions: [],
    });
  }),
  'trusted by the CRL file': (branch: Branch, random) => {
    (branch.links[0] as Link).trusted = random.chance(30);
    branch.further.push(([root]) => ({ inCrlFile: root === undefined ? [] : [root] }));
  },
  'a stranger in the CRL file': (branch) => {
    const stranger = make({
      subject: `CN=Other ${branch.number}`,
      key: keyNamed('pg other root', 'ec'),
      ca: true,
      notBefore: NOW - DAY,
      notAfter: NOW + DAY,
    });
    branch.further.push(() => ({
      inCrlFile: [stranger],
      crls: [makeCrl({ issuer: stranger, thisUpdate: NOW - DAY, nextUpdate: NOW + DAY })],
    }));
  },
  'SHA-1 in the CRL': ofCrl((crl, issuer, _subject) => {
    if (issuer.key.privateKey.kind !== 'rsa') return false;
    // a wrong name for a good signature: OpenSSL does not judge the digest, and the signature is wrong
    crl.algorithm = Uint8Array.of(0x30, 0x0d, 6, 9, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 1, 5, 5, 0);
    return true;
  }),
  'freshest CRL': ofCrl((_crl, _issuer, subject) => {
    const value = rawExtension('2.5.29.46', Uint8Array.of(0x30, 0x0c, 0x30, 0x0a, 0xa0, 8, 0xa0, 6, 0x86, 4, 0x68, 0x3a, 0x2f, 0x2f));
    subject.extensions = [...(subject.extensions ?? []), { ...value, oid: oid('2.5.29.46') }];
  }),
};
