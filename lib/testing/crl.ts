/** Writes CRLs of any kind, wrong ones above all, as `certificate.ts` writes certificates. */
import { contextConstructed } from '../asn1/tags.ts';
import type { Instant } from '../asn1/time.ts';
import { encodeDer } from '../asn1/writer.ts';
import type { Signer } from '../crypto/types.ts';
import { type CertificateList, parseCrl, type RevocationReason } from '../x509/crl.ts';
import { type Extension, makeExtension, writeExtensions } from '../x509/extension.ts';
import { reasonCode } from '../x509/extensions/crl-entry-extensions.ts';
import { cRLNumber } from '../x509/extensions/crl-numbers.ts';
import { parseName } from '../x509/name-parse.ts';
import { AT, DAY, type MadeCertificate, writeTime } from './certificate.ts';
import { encodingOf } from './keys.ts';

/** A certificate that is revoked. */
export interface RevokedRecipe {
  /** Content octets of the INTEGER. */
  readonly serialNumber: Uint8Array;
  readonly reason?: RevocationReason;
  /** Epoch milliseconds; default: two days before `AT`. */
  readonly revokedAt?: Instant;
  readonly extensions?: readonly Extension[];
}

/** A CRL to be made; defaults make a good one that revokes nothing. */
export interface CrlRecipe {
  readonly issuer: MadeCertificate;
  /** Name of the issuer in RFC 4514 form, where it is not the issuer's subject. */
  readonly issuerName?: string;
  /** Who really signs, where that is not the issuer. */
  readonly signedBy?: Signer<Uint8Array>;
  readonly revoked?: readonly RevokedRecipe[];
  /** Epoch milliseconds; default: a day before `AT`. */
  readonly thisUpdate?: Instant;
  /** Default: a week after `AT`; null: absent. */
  readonly nextUpdate?: Instant | null;
  readonly version?: 1 | 2;
  /** Default 1; null: absent. */
  readonly number?: bigint | null;
  readonly extensions?: readonly Extension[];
  /** DER of the AlgorithmIdentifier inside the signed part, where it differs. */
  readonly innerAlgorithm?: Uint8Array;
  /** DER of both AlgorithmIdentifiers. */
  readonly algorithm?: Uint8Array;
  /** Turns one bit of the signature. */
  readonly breakSignature?: boolean;
}

/**
 * Makes a CRL. Throws `PkiError` where the recipe gives something that is not read as one.
 *
 * ```ts
 * import { findRevoked } from 'certwright';
 * import { makeCertificate, makeCrl } from 'certwright/testing';
 * const serialNumber = Uint8Array.of(5);
 * const crl = makeCrl({ issuer: makeCertificate({ subject: 'CN=CA', ca: true }), revoked: [{ serialNumber }] });
 * if (findRevoked(crl, serialNumber) === undefined) throw new Error('not revoked');
 * ```
 */
export function makeCrl(recipe: CrlRecipe): CertificateList {
  const signer = recipe.signedBy ?? recipe.issuer.key;
  const algorithm = recipe.algorithm ?? encodingOf(signer);
  const number = recipe.number === undefined ? 1n : recipe.number;
  const extensions = [...(number === null ? [] : [makeExtension(cRLNumber, number)]), ...(recipe.extensions ?? [])];
  const issuer = recipe.issuerName === undefined ? recipe.issuer.certificate.subject : parseName(recipe.issuerName);
  const tbs = encodeDer((out) =>
    out.sequence((body) => {
      if ((recipe.version ?? 2) === 2) body.integer(1);
      body.raw(recipe.innerAlgorithm ?? algorithm).raw(issuer.der);
      writeTime(body, recipe.thisUpdate ?? AT - DAY, undefined);
      if (recipe.nextUpdate !== null) writeTime(body, recipe.nextUpdate ?? AT + 7 * DAY, undefined);
      if (recipe.revoked !== undefined && recipe.revoked.length > 0)
        body.sequence((list) => {
          for (const { serialNumber, reason, revokedAt = AT - 2 * DAY, extensions: own = [] } of recipe.revoked ?? []) {
            const entry = [...(reason === undefined ? [] : [makeExtension(reasonCode, reason)]), ...own];
            list.sequence((inner) => {
              inner.value(0x02, serialNumber).time(revokedAt);
              if (entry.length > 0) writeExtensions(inner, entry);
            });
          }
        });
      if (extensions.length > 0) body.constructed(contextConstructed(0), (tagged) => writeExtensions(tagged, extensions));
    }),
  );
  const signature = signer.sign(tbs).slice();
  if (recipe.breakSignature === true) signature[0] = (signature[0] as number) ^ 1;
  return parseCrl(encodeDer((out) => out.sequence((all) => all.raw(tbs).raw(algorithm).bitString(signature))));
}
