/** What `certwright pg setup` keeps in mind for `renew` and `revoke`: what was issued and revoked, never a secret. */
import { type Certificate, formatInstant, fromHex, toHex } from '../../../lib/index.ts';
import { escapeText } from '../../../lib/text/index.ts';
import { CliFailure } from '../talk.ts';
import type { Revocation } from './issuing.ts';
import { has, PLACES, readPlace } from './place.ts';
import { REVOCATION_REASONS } from './setup-options.ts';

/** A certificate that was issued. Times as in ISO 8601. */
export interface IssuedNote {
  /** Hexadecimal. */
  readonly serialNumber: string;
  readonly notBefore: string;
  readonly notAfter: string;
  readonly revokedAt?: string;
  readonly reason?: (typeof REVOCATION_REASONS)[number];
}

/** A user and the certificates issued to them, the newest last. */
export interface UserNote {
  /** Role of the database. */
  readonly role: string;
  /** Common name of the certificates. */
  readonly commonName: string;
  /** Folder below clients/. */
  readonly folder: string;
  readonly certificates: readonly IssuedNote[];
}

/** All that is kept in mind. */
export interface State {
  readonly format: 'certwright pg setup';
  readonly version: 1;
  readonly hosts: readonly string[];
  readonly keyType: string;
  /** Numbers of the newest CRLs. */
  readonly crlNumbers: { readonly root: number; readonly intermediate: number };
  readonly root: IssuedNote;
  readonly intermediates: readonly IssuedNote[];
  readonly servers: readonly IssuedNote[];
  readonly users: readonly UserNote[];
}

/** A note of a certificate. */
export function noteOf({ serialNumber, notBefore, notAfter }: Certificate): IssuedNote {
  return { serialNumber: toHex(serialNumber), notBefore: iso(notBefore), notAfter: iso(notAfter) };
}

/** An instant as it stands in notes and messages. */
export function iso(at: number): string {
  return formatInstant(at);
}

/** All certificates of users that are revoked. */
export function revocationsOf({ users }: Pick<State, 'users'>): Revocation[] {
  return users
    .flatMap(({ certificates }) => certificates)
    .flatMap(({ serialNumber, revokedAt, reason }) =>
      revokedAt === undefined
        ? []
        : [{ serialNumber: fromHex(serialNumber), revokedAt: Date.parse(revokedAt), ...(reason === undefined ? {} : { reason }) }],
    );
}

/** Whether the user's newest certificate is revoked. */
export function isRevoked({ certificates }: UserNote): boolean {
  return certificates.at(-1)?.revokedAt !== undefined;
}

/** The user of that role; ends the command where there is none. */
export function findUser({ users }: State, role: string): UserNote {
  const user = users.find((candidate) => candidate.role === role);
  if (user !== undefined) return user;
  throw new CliFailure(`there is no user ${escapeText(role)} here; there are ${users.map((known) => escapeText(known.role)).join(', ')}`);
}

/** The state with a user changed. */
export function withUser(state: State, user: UserNote): State {
  return { ...state, users: state.users.map((other) => (other.role === user.role ? user : other)) };
}

/** The file of the state. */
export function stateText(state: State): string {
  return `${JSON.stringify(state, null, 2)}\n`;
}

/** Reads the state of a folder; ends the command where it is none of ours, or damaged. */
export function readState(folder: string): State {
  const shown = escapeText(folder);
  if (!has(folder, PLACES.state)) throw new CliFailure(`${shown} was not made by certwright pg setup: it holds no ${PLACES.state}`);
  let data: unknown;
  try {
    data = JSON.parse(readPlace(folder, PLACES.state));
  } catch (error) {
    if (error instanceof CliFailure) throw error;
  }
  if (!isState(data)) throw new CliFailure(`${shown}/${PLACES.state} is damaged, or was not written by this version of certwright`);
  return data;
}

type Fields = Readonly<Record<string, unknown>>;

function isState(data: unknown): data is State {
  if (!isObject(data)) return false;
  const { format, version, hosts, keyType, crlNumbers, root, intermediates, servers, users } = data;
  return (
    format === 'certwright pg setup' &&
    version === 1 &&
    isList(hosts, isText) &&
    isText(keyType) &&
    isObject(crlNumbers) &&
    isCount(crlNumbers['root']) &&
    isCount(crlNumbers['intermediate']) &&
    isNote(root) &&
    isNotes(intermediates) &&
    isNotes(servers) &&
    isList(users, isUser)
  );
}

function isUser(data: unknown): boolean {
  if (!isObject(data)) return false;
  const { role, commonName, folder, certificates } = data;
  // The folder becomes part of a path.
  return isText(role) && isText(commonName) && isText(folder) && /^[^./\\][^/\\]*$/.test(folder) && isNotes(certificates);
}

function isNotes(data: unknown): boolean {
  return isList(data, isNote) && (data as unknown[]).length > 0;
}

function isNote(data: unknown): boolean {
  if (!isObject(data)) return false;
  const { serialNumber, notBefore, notAfter, revokedAt, reason } = data;
  return (
    isText(serialNumber) &&
    /^(?:[0-9a-f]{2}){1,20}$/.test(serialNumber) &&
    isTime(notBefore) &&
    isTime(notAfter) &&
    (revokedAt === undefined || isTime(revokedAt)) &&
    (reason === undefined || (revokedAt !== undefined && (REVOCATION_REASONS as readonly unknown[]).includes(reason)))
  );
}

function isObject(data: unknown): data is Fields {
  return typeof data === 'object' && data !== null && !Array.isArray(data);
}

function isList(data: unknown, isItem: (item: unknown) => boolean): boolean {
  return Array.isArray(data) && data.every(isItem);
}

function isText(data: unknown): data is string {
  return typeof data === 'string' && data !== '';
}

function isTime(data: unknown): boolean {
  return isText(data) && !Number.isNaN(Date.parse(data));
}

function isCount(data: unknown): boolean {
  return Number.isSafeInteger(data) && (data as number) > 0;
}
