/** The content of docs/doctor.md: what the doctor is, and the table of its findings out of the library's own tables. */
import { DIAGNOSES, type DiagnosisCode } from '../lib/postgres/doctor/codes.ts';
import { consequenceOf } from '../lib/postgres/doctor/consequences.ts';
import { wordsOf } from '../lib/text/diagnosis-words.ts';
import { manualSection } from '../lib/text/manual-sections.ts';

/** The manual that the table points to. */
const VERSION = 17;

const INTRODUCTION = `# The doctor

\`certwright pg doctor\` looks at the TLS set-up of a PostgreSQL server, version 12 to 18, as a good colleague would: it reads postgresql.conf with all it includes, postgresql.auto.conf, pg_hba.conf, pg_ident.conf, and the certificates, keys and revocation lists they name, and tells what is wrong or fragile, in which file and line, what the manual says about it, and what repairs it. Nothing is changed, no server is asked, and \`ssl_passphrase_command\` is not run.

\`\`\`sh
certwright pg doctor "$PGDATA" --host db.example.com
certwright pg doctor /var/lib/postgresql/17/main    # Debian: finds /etc/postgresql/17/main/postgresql.conf
certwright pg doctor "$PGDATA" -c ssl=on --days 60 --json
certwright pg doctor --hba pg_hba.conf --ca root.crt --crl root.crl
\`\`\`

Exit code 0: nothing found; 1: something found; 2: the files cannot be read. Run it as the server's user, or as root, so that it may read the private key. With \`--json\` come the findings with all their fields, \`start\`: whether a server starts with these files and over which it stumbles first, and \`reload\`: what a running server takes over and what it keeps.

In a program, \`diagnose\`, \`predictStart\` and \`predictReload\` of \`certwright/postgres\` do the same with files given as text and octets; \`filesToRead\` says which they want, \`explainDiagnosis\` of \`certwright/text\` has the words.

What it cannot see: certificates of clients, other than those that lie beside the server; roles and their passwords; whether a host name resolves; whether \`ssl_passphrase_command\` gives the right passphrase. Whether one certain login works says \`certwright pg decide\`.

## Findings

Made by \`npm run docs:doctor\`; a test compares. Sections are those of the manual of version ${VERSION}; the command names those of the server's own version. An **error** stops the server, a reload or logins; a **warning** works and should not stay so; a **note** is worth knowing. \`{…}\` stands for what is filled in.

`;

/** The whole file. */
export function renderDoctor(): string {
  const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll('<', '&lt;');
  const shown = (text: string): string => cell(text.replaceAll(/\{(\w+)\|([^}]*)\}/g, '').replaceAll(/\{(\w+)\}/g, '{$1}'));
  const rows = (Object.keys(DIAGNOSES) as DiagnosisCode[]).map((code) => {
    const { words, section, repair } = wordsOf(code);
    const { title, link } = manualSection(section, VERSION);
    const { atStart, atReload } = consequenceOf(code);
    const effect = [
      ...(atStart === undefined ? [] : [`start: ${atStart}`]),
      ...(atReload === undefined ? [] : [`reload: ${atReload}`]),
    ].join('; ');
    return `| \`${code}\` | ${DIAGNOSES[code]} | ${shown(words)} | ${effect} | [${title}](${link}) | ${shown(repair)} |`;
  });
  return `${INTRODUCTION}| code | | what it says | the server | manual | repair |\n| --- | --- | --- | --- | --- | --- |\n${rows.join('\n')}\n`;
}
