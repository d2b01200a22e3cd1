/** The CRLs of a set-up: one file with the root's and the intermediate's, for the server and for each user. */
import { join } from 'node:path';
import { type CertificateList, findRevoked, nameEquals, PkiError, readExtension } from '../../../lib/index.ts';
import { escapeText } from '../../../lib/text/index.ts';
import { cRLNumber, parseCrls } from '../../../lib/x509/index.ts';
import { CliFailure } from '../talk.ts';
import { type Authority, crlPem, DAY, makeCrl } from './issuing.ts';
import { clientPlaces, has, type NewFile, PLACES, readPlace } from './place.ts';
import { isRevoked, iso, revocationsOf, type State } from './state.ts';
import { backdated } from './terms.ts';

/** What new lists are made with. */
export interface CrlTerms {
  readonly intermediate: Authority;
  /** Absent: the root's list stays as it is. */
  readonly root?: Authority | undefined;
  /** Epoch milliseconds. */
  readonly at: number;
  /** How long the intermediate's list is current. */
  readonly days: number;
}

/** New lists, numbered on from the newest. */
export interface NewCrls {
  /** PEM of both. */
  readonly text: string;
  readonly crlNumbers: State['crlNumbers'];
  readonly facts: readonly string[];
}

/** Makes a new list of the intermediate, and one of the root where its key is at hand. */
export function newCrls(folder: string, state: State, { intermediate, root, at, days }: CrlTerms): NewCrls {
  const { rootList, intermediateList } = currentLists(folder, intermediate);
  const notBefore = backdated(at);
  const numbers = { root: state.crlNumbers.root, intermediate: nextNumber(state.crlNumbers.intermediate, intermediateList) };
  let ofRoot = rootList;
  if (root !== undefined) {
    numbers.root = nextNumber(state.crlNumbers.root, rootList);
    ofRoot = makeCrl(root, numbers.root, [], { notBefore, notAfter: Math.max(intermediate.certificate.notAfter, at + DAY) });
  }
  if (ofRoot === undefined) throw new CliFailure(`${shownList(folder)} holds no CRL of the root; renew both with --crls --root`);
  const ofIntermediate = makeCrl(intermediate, numbers.intermediate, revocationsOf(state), { notBefore, notAfter: at + days * DAY });
  return {
    text: crlPem(ofRoot) + crlPem(ofIntermediate),
    crlNumbers: numbers,
    facts: [describe('intermediate', ofIntermediate, at), describe('root', ofRoot, at)],
  };
}

/** The file of the server, and those of the users who are not revoked. */
export function crlFiles(folder: string, { users }: State, text: string): NewFile[] {
  const places = users.filter((user) => !isRevoked(user)).map((user) => clientPlaces(user.folder).crls);
  return [PLACES.serverCrls, ...places.filter((path) => has(folder, path))].map((path) => ({ path, text }));
}

/** Whether the list of the intermediate names all that the state calls revoked. */
export function listsAll(folder: string, state: State, intermediate: Authority): boolean {
  const { intermediateList } = currentLists(folder, intermediate);
  return (
    intermediateList !== undefined &&
    revocationsOf(state).every(({ serialNumber }) => findRevoked(intermediateList, serialNumber) !== undefined)
  );
}

/** The lists of the server's file as they are. */
function currentLists(folder: string, { certificate }: Authority): { rootList?: CertificateList; intermediateList?: CertificateList } {
  if (!has(folder, PLACES.serverCrls)) return {};
  try {
    const lists = parseCrls(readPlace(folder, PLACES.serverCrls));
    const rootList = lists.find(({ issuer }) => nameEquals(issuer, certificate.issuer));
    const intermediateList = lists.find(({ issuer }) => nameEquals(issuer, certificate.subject));
    return { ...(rootList === undefined ? {} : { rootList }), ...(intermediateList === undefined ? {} : { intermediateList }) };
  } catch (error) {
    throw error instanceof PkiError ? new CliFailure(`${shownList(folder)}: ${error.code}: ${escapeText(error.message)}`) : error;
  }
}

function shownList(folder: string): string {
  return escapeText(join(folder, PLACES.serverCrls));
}

/** One more than the newest, as the state remembers it or the list itself says. */
function nextNumber(noted: number, list: CertificateList | undefined): number {
  const written = list === undefined ? undefined : readExtension(list, cRLNumber);
  return Math.max(noted, Number(written ?? 0)) + 1;
}

function describe(whose: string, { nextUpdate = 0 }: CertificateList, at: number): string {
  const when = iso(nextUpdate);
  if (nextUpdate > at) return `the ${whose}'s CRL is current until ${when}`;
  return `the ${whose}'s CRL ended on ${when}: every login by certificate fails until it is renewed with --crls and the root's key`;
}
