/** What is said about the files of a set-up: on standard output, and in the README files of its folders. */
import { join } from 'node:path';
import { escapeText } from '../../../lib/text/index.ts';
import { print, printableJson } from '../talk.ts';
import { PLACES } from './place.ts';

/** What a command has done. */
export interface Outcome {
  readonly folder: string;
  /** Paths in the folder, as they were written. */
  readonly written: readonly string[];
  /** Behind the names of the files that were there before; absent where there were none. */
  readonly kept?: string | undefined;
  /** What is known of the result, such as how long a certificate is good. */
  readonly facts: readonly string[];
  /** What is to be done now. */
  readonly next: readonly string[];
}

/** Prints what was done. */
export function report(outcome: Outcome, json: boolean): void {
  if (json) {
    print(printableJson(outcome));
    return;
  }
  const { folder, written, kept, facts, next } = outcome;
  const shown = written.map((path) => escapeText(join(folder, path)));
  const width = Math.max(...shown.map((path) => path.length));
  const lines = shown.map((path, index) => `${path.padEnd(width)}  ${describe(written[index] ?? '')}`);
  if (kept !== undefined) lines.push('', `the old files are beside them, with ${kept} behind their names`);
  print([...lines, '', ...facts, '', 'to do:', ...next.map((line) => `- ${line}`)].join('\n'));
}

/** What a file is. */
const DESCRIPTIONS: Readonly<Record<string, string>> = {
  [PLACES.readme]: 'all of this in words',
  [PLACES.state]: 'what was issued and revoked; renew and revoke need it',
  [PLACES.rootCertificate]: 'the root CA',
  [PLACES.rootKey]: 'its key: take the folder offline',
  [PLACES.rootReadme]: 'how to keep it',
  [PLACES.intermediate]: 'the intermediate CA, which issues',
  [PLACES.intermediateKey]: 'its key',
  [PLACES.serverChain]: "the server's certificate with the intermediate's behind it",
  [PLACES.serverKey]: "the server's key",
  [PLACES.serverRoot]: 'what the server trusts: the root alone',
  [PLACES.serverCrls]: 'revocation lists of both CAs',
  [PLACES.settings]: 'lines for postgresql.conf',
  [PLACES.hba]: 'lines for pg_hba.conf',
  [PLACES.ident]: 'lines for pg_ident.conf',
};

const CLIENT_DESCRIPTIONS: Readonly<Record<string, string>> = {
  'postgresql.crt': "the user's certificate with the intermediate's behind it",
  'postgresql.key': "the user's key",
  'root.crt': 'what the user trusts: the root',
  'root.crl': 'revocation lists, if the user wants to check the server by them',
};

function describe(path: string): string {
  return DESCRIPTIONS[path] ?? CLIENT_DESCRIPTIONS[path.slice(path.lastIndexOf('/') + 1)] ?? '';
}

/** What is to be done with a new folder. */
export function setupSteps({
  host,
  role,
  folder,
  map,
}: {
  /** A name of the server as clients have to write it. */
  readonly host: string;
  readonly role: string;
  readonly folder: string;
  readonly map: boolean;
}): string[] {
  return [
    `move ${PLACES.rootFolder}/ to a medium of its own, away from any network; renew --intermediate asks for it with --root`,
    'copy server/server.crt, server.key, root.crt, root.crl and postgresql.certwright.conf into the data folder of the server, as its user, server.key with mode 0600',
    "add to postgresql.conf:  include 'postgresql.certwright.conf'",
    `put the lines of ${PLACES.hba} before all others of pg_hba.conf${map ? `, those of ${PLACES.ident} into pg_ident.conf` : ''}; then reload the server`,
    `give each user the folder below clients/ that bears the name, to be copied to ~/.postgresql/ (Windows: %APPDATA%\\postgresql\\), postgresql.key with mode 0600`,
    `then, as ${escapeText(role)} with clients/${escapeText(folder)}:  psql ${shellWord(`host=${host} dbname=postgres user=${connectionValue(role)} sslmode=verify-full`)}`,
  ];
}

/** A value of a connection string. */
function connectionValue(text: string): string {
  return /^[A-Za-z0-9_.@-]+$/.test(text) ? text : `'${text.replaceAll(/['\\]/g, '\\$&')}'`;
}

/** A word for the shell: in double quotes, which every shell takes, but where something in it would mean something there. */
function shellWord(text: string): string {
  return /["$`\\!]/.test(text) ? `'${text.replaceAll("'", String.raw`'\''`)}'` : `"${text}"`;
}

/** README.txt of the folder. */
export function readmeText(files: readonly string[], facts: readonly string[], steps: readonly string[]): string {
  const width = Math.max(...files.map((path) => path.length));
  return `Made by certwright pg setup: certificates for a PostgreSQL server and its users.

${files.map((path) => `${path.padEnd(width)}  ${describe(path)}`).join('\n')}

${facts.map((fact) => `${fact}\n`).join('')}
To do:

${steps.map((step, index) => `${index + 1}. ${step}\n`).join('')}
Later:

certwright pg renew FOLDER --server                 before the server's certificate ends; then copy server.crt and reload
certwright pg renew FOLDER --user ROLE              before a user's certificate ends; then give it to the user
certwright pg renew FOLDER --crls                   before root.crl ends: after that every login by certificate fails; then copy it and reload
certwright pg renew FOLDER --intermediate           before the intermediate's certificate ends; needs the root's key
certwright pg revoke FOLDER --user ROLE             when a key is lost or a user leaves; then copy root.crl and reload

root.crt on server and clients holds the root alone, and everybody sends the intermediate's certificate behind their own: so that an old intermediate
there never stands in the way of a renewed one. The file root.crl of a client is not necessary; a client that has it needs a new one before it ends.
`;
}

/** README.txt of the root's folder. */
export const rootReadme = `The root CA of a PostgreSQL server's certificates, made by certwright pg setup. Whoever holds root.key can make certificates that the server and all
clients trust. Move this folder to a medium that is in no computer except while the root is needed: keep two copies, in two places, the passphrase in a third.
It is needed for

certwright pg renew FOLDER --intermediate --root HERE
certwright pg renew FOLDER --crls --root HERE         to renew the root's own CRL too

and to make the set-up anew when it ends. The file root.crt is no secret: it is on the server and with the users.
`;
