/** What a user may write for an object: a short name, a long name or a dotted identifier (OBJ_txt2obj). */
import { oid, type Oid } from '../asn1/oid.ts';
import { PkiError } from '../base/error.ts';
import { findOid } from '../oids/display-names.ts';

/** The identifier that a name or dotted text stands for; undefined where the name is not known and the text is no identifier. */
export function findObject(text: string): Oid | undefined {
  const known = findOid(text);
  if (known !== undefined) return known;
  if (!/^[0-9]/.test(text)) return undefined;
  try {
    return oid(text);
  } catch (error) {
    if (error instanceof PkiError) return undefined;
    throw error;
  }
}
