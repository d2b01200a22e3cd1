/** The CRLs and OCSP responses of a drafted chain. */
import type { ChainInput } from '../api/verify.ts';
import type { CertificateList } from '../x509/crl.ts';
import { DAY, type MadeCertificate } from './certificate.ts';
import { type CrlRecipe, makeCrl } from './crl.ts';
import type { ChainDraft } from './draft.ts';
import { makeOcspResponse, type OcspRecipe } from './ocsp.ts';

/** What is known of the status of the chain, where somebody asks for it. */
export function statusOf(draft: ChainDraft, made: readonly MadeCertificate[]): Pick<ChainInput, 'crls' | 'ocspResponses' | 'revocation'> {
  const { revocation, byOcsp } = draft;
  if (revocation === undefined) return {};
  return {
    crls: crlsOf(draft, made),
    ...(byOcsp.size === 0 ? {} : { ocspResponses: responsesOf(draft, made) }),
    revocation: { mode: 'require', scope: revocation },
  };
}

/** A CRL of every issuer about the certificate below it; the anchor's speaks of itself as well. */
function crlsOf(draft: ChainDraft, made: readonly MadeCertificate[]): readonly CertificateList[] {
  const { at, top, crls, crlsWithheld, byOcsp, revocation } = draft;
  const usual: Partial<CrlRecipe> = { thisUpdate: at - DAY, nextUpdate: at + 7 * DAY };
  return made.slice(1).flatMap((issuer, below) => {
    const spokenOf = below + 1 === top ? [below, top] : [below];
    const needed = !byOcsp.has(below) || (spokenOf.includes(top) && revocation === 'chain-and-anchor');
    if (crlsWithheld.has(below) || !needed) return [];
    const changes = spokenOf.flatMap((position) => {
      const serialNumber = made[position]?.certificate.serialNumber ?? new Uint8Array(0);
      return (crls[position] ?? []).map((apply) => apply(serialNumber));
    });
    const revoked = changes.flatMap((item) => item.revoked ?? []).map((entry) => ({ revokedAt: at - 2 * DAY, ...entry }));
    return [makeCrl({ ...changes.reduce(merge, usual), issuer, revoked })];
  });
}

/** Later changes take the place of earlier ones; extensions are added, unless they are of the same type. */
function merge(all: Partial<CrlRecipe>, item: Partial<CrlRecipe>): Partial<CrlRecipe> {
  const { extensions = [] } = item;
  const kept = (all.extensions ?? []).filter(({ oid }) => !extensions.some((other) => other.oid === oid));
  return { ...all, ...item, extensions: [...kept, ...extensions] };
}

function responsesOf({ at, ocsp, byOcsp }: ChainDraft, made: readonly MadeCertificate[]): NonNullable<ChainInput['ocspResponses']> {
  return [...byOcsp].flatMap((position) => {
    const [subject, issuer] = [made[position], made[position + 1]];
    if (subject === undefined || issuer === undefined) return [];
    const usual = { thisUpdate: at - DAY, producedAt: at - DAY, nextUpdate: at + 7 * DAY, certificate: subject.certificate };
    const changes = (ocsp[position] ?? []).map((apply) => apply({ ...subject, issuer }));
    const { octets, wantedNonce, ...recipe } = changes.reduce((all, item) => ({ ...all, ...item }), {});
    // The issuer's name in a CertID is the one in the certificate, which may be another than that of the next certificate.
    const named: OcspRecipe['issuer'] = { ...issuer, certificate: { ...issuer.certificate, subject: subject.certificate.issuer } };
    const response = octets ?? makeOcspResponse({ ...usual, responder: issuer, ...recipe, issuer: named });
    return [wantedNonce === undefined ? response : { response, nonce: wantedNonce }];
  });
}
