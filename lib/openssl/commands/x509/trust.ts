/** The trust settings that `x509` changes: `-setalias`, `-addtrust`, `-addreject`, `-clrtrust`, `-clrreject`. */
import type { Oid } from '../../../asn1/oid.ts';
import { latin1 } from '../../../base/bytes.ts';
import type { TrustedCertificate, TrustSettings } from '../../../x509/trusted-certificate.ts';
import { usageFailure } from '../../failure.ts';
import { findObject } from '../../objects.ts';
import { octetText } from '../../octets.ts';
import { type CommandLine, hasOption, optionValue, optionValues } from '../../options.ts';

/** What the options make of the settings of a certificate. Throws a usage failure for a purpose that is no object. */
export function trustChanges(line: CommandLine): (shown: TrustedCertificate) => TrustedCertificate {
  const trusted = purposes(line, 'addtrust', 'trust');
  const rejected = purposes(line, 'addreject', 'reject');
  const alias = optionValue(line, 'setalias');
  const sets = alias !== undefined || trusted.length + rejected.length > 0;
  return ({ certificate, trust }) => {
    if (trust === undefined && !sets) return { certificate };
    const before: TrustSettings = trust ?? {};
    const list = (old: readonly Oid[] | undefined, cleared: boolean, added: readonly Oid[]): readonly Oid[] | undefined => {
      const kept = cleared ? undefined : old;
      return added.length === 0 ? kept : [...(kept ?? []), ...added];
    };
    const nowTrusted = list(before.trusted, hasOption(line, 'clrtrust'), trusted);
    const nowRejected = list(before.rejected, hasOption(line, 'clrreject'), rejected);
    const nowAlias = alias === undefined ? before.alias : latin1(octetText(alias));
    return {
      certificate,
      trust: {
        ...(nowTrusted === undefined ? {} : { trusted: nowTrusted }),
        ...(nowRejected === undefined ? {} : { rejected: nowRejected }),
        ...(nowAlias === undefined ? {} : { alias: nowAlias }),
        ...(before.keyIdentifier === undefined ? {} : { keyIdentifier: before.keyIdentifier }),
      },
    };
  };
}

function purposes(line: CommandLine, option: string, what: string): Oid[] {
  return optionValues(line, option).map((text) => {
    const found = findObject(text);
    if (found === undefined) throw usageFailure(line.command, `Invalid ${what} object value ${text}`);
    return found;
  });
}
