/** The members of a JSON Web Key, each read with its type and length; what is wrong with one is `bad-jwk` with its name as path. */
import { bytesToBigInt } from '../base/bytes.ts';
import { PkiError } from '../base/error.ts';
import { decodeBase64Url } from './base64url.ts';

/** Members that only private keys have. */
const PRIVATE_MEMBERS = ['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'priv'] as const;

/** Longest integer read, as of PKCS#1. */
const MAX_INTEGER_OCTETS = 8192;

/** The members of a JWK, each read with its type and length. */
export class JwkMembers {
  private readonly members: Readonly<Record<string, unknown>>;
  private readonly path: string;

  constructor(jwk: unknown, path = '') {
    if (typeof jwk !== 'object' || jwk === null || Array.isArray(jwk)) throw new PkiError('bad-jwk', 'a JWK is an object', { path });
    this.members = jwk as Readonly<Record<string, unknown>>;
    this.path = path;
  }

  /** Whether a member is there. */
  has(name: string): boolean {
    return Object.hasOwn(this.members, name) && this.members[name] !== undefined;
  }

  /** A member of any type. */
  value(name: string): unknown {
    if (!this.has(name)) this.refuse(name, 'is missing');
    return this.members[name];
  }

  /** A member that is a string. */
  text(name: string): string {
    const value = this.value(name);
    return typeof value === 'string' ? value : this.refuse(name, `is a string, not ${value === null ? 'null' : typeof value}`);
  }

  /** A member in base64url, of so many octets. */
  octets(name: string, length?: number): Uint8Array {
    const text = this.text(name);
    if (text.length > 2 * MAX_INTEGER_OCTETS)
      this.refuse(name, `has ${text.length} characters, at most ${2 * MAX_INTEGER_OCTETS} are read`);
    let octets: Uint8Array;
    try {
      octets = decodeBase64Url(text);
    } catch {
      return this.refuse(name, 'is no base64url without padding');
    }
    if (length !== undefined && octets.length !== length) this.refuse(name, `has ${octets.length} octets, expected ${length}`);
    return octets;
  }

  /** A Base64urlUInt (RFC 7518 section 2) above 0. */
  integer(name: string): bigint {
    const octets = this.octets(name);
    if (octets.length === 0 || octets[0] === 0) this.refuse(name, 'is a positive integer in the fewest octets');
    if (octets.length > MAX_INTEGER_OCTETS) this.refuse(name, `has ${octets.length} octets, at most ${MAX_INTEGER_OCTETS} are read`);
    return bytesToBigInt(octets);
  }

  /** Throws `bad-jwk` for a private member of another kind of key, or one without the `main` one. */
  assertPrivateAmong(main: string, others: readonly string[]): void {
    for (const name of PRIVATE_MEMBERS)
      if (name !== main && this.has(name) && !(this.has(main) && others.includes(name)))
        this.refuse(name, others.includes(name) ? `stands without ${main}` : 'does not belong to such a key');
  }

  private refuse(name: string, what: string): never {
    throw new PkiError('bad-jwk', `${name} of a JWK ${what}`, { path: `${this.path}${name}` });
  }
}
