/** `certwright demo`: the manual's whole story, from key generation to logins that a real server decides as certwright does. */
import { relative } from 'node:path';
import { randomBytes, toHex } from '../../../lib/index.ts';
import { CliFailure, print, say, clearSpinner, startStep, wantsColour } from '../talk.ts';
import { type Attempt, attempts, roles, rules } from './attempts.ts';
import { type Undo, withCleanUp } from './clean-up.ts';
import { decide } from './decisions.ts';
import { findPostgres, type PostgresTools } from './find-server.ts';
import { type DemoFile, makeDemoFolder, writeDemoFiles } from './folder.ts';
import { type ServerAnswer, tryLogin } from './logins.ts';
import { startServer } from './server.ts';
import { makeStory } from './story.ts';
import { explanations, type Row, sameAnswer, table, toJson } from './table.ts';

/** Version decided for where no server is found. */
const DEFAULT_MAJOR = 17;

/** What the command line says. */
export interface DemoOptions {
  /** False: no server is looked for. */
  readonly server: boolean;
  readonly json: boolean;
  /** Print every step of every decision below the table. */
  readonly explain: boolean;
}

/** Runs the demo in the current folder. Gives the exit code: 0, or 1 where a real server decided otherwise than certwright. */
export async function runDemo(options: DemoOptions): Promise<number> {
  const found = options.server ? findPostgres() : { missing: 'no PostgreSQL server is started, as asked' };
  const tools = 'tools' in found ? found.tools : undefined;
  const { folder, files, answers } = await withCleanUp(async (register) => {
    register({ gently: async () => clearSpinner(), atOnce: clearSpinner });
    const story = await makeStory(Date.now());
    const place = makeDemoFolder(process.cwd());
    writeDemoFiles(place, story.files);
    const shown = relative(process.cwd(), place);
    say(`wrote ${shown}/`);
    say(`passphrase of ${shown}/offline/root.key, shown this once: ${story.passphrase}`);
    return { folder: place, files: story.files, answers: tools === undefined ? undefined : await askServer(tools, place, register) };
  });
  const rows = decideAll(files, tools?.major ?? DEFAULT_MAJOR, answers);
  if (options.json) print(toJson({ folder, serverVersion: tools?.version ?? null, rows }));
  else print(table(rows, { serverVersion: tools?.version, width: process.stdout.columns, colour: wantsColour(process.stdout) }));
  if (options.explain && !options.json) print(`\n${explanations(rows)}`);
  return conclude(rows, 'missing' in found ? found.missing : undefined, tools);
}

function decideAll(files: readonly DemoFile[], major: number, answers: readonly ServerAnswer[] | undefined): Row[] {
  const at = Date.now();
  return attempts.map((attempt: Attempt, index) => {
    const decision = decide(attempt, { files, serverVersion: major, at });
    const answer = answers?.[index];
    return answer === undefined ? { attempt, decision } : { attempt, decision, answer };
  });
}

/** Lets a real server decide all logins; what it leaves behind is registered for undoing. */
async function askServer(tools: PostgresTools, folder: string, register: (undo: Undo) => void): Promise<ServerAnswer[]> {
  const booting = startStep(`PostgreSQL ${tools.version} with these files`);
  const server = await startServer(tools, folder, register);
  const password = toHex(randomBytes(16));
  await server.runSql(
    [
      ...roles.map((role) => `CREATE ROLE ${role} LOGIN PASSWORD '${password}';`),
      ...rules.map(({ database }) => `CREATE DATABASE ${database};`),
    ].join('\n'),
  );
  booting.done(`on 127.0.0.1:${server.port}`);
  const trying = startStep('logins through libpq');
  const answers: ServerAnswer[] = [];
  for (const attempt of attempts) {
    trying.note(`${attempt.title}, ${answers.length + 1} of ${attempts.length}`);
    answers.push(await tryLogin(attempt, { tools, server, folder, password, register }));
  }
  trying.done(`${answers.length}`);
  return answers;
}

/** The last word, and the exit code. */
function conclude(rows: readonly Row[], missing: string | undefined, tools: PostgresTools | undefined): number {
  if (missing !== undefined || tools === undefined) {
    say(`${missing ?? ''}; the decisions are certwright's alone, for version ${DEFAULT_MAJOR}`);
    return 0;
  }
  const different = rows.filter((row) => row.answer !== undefined && !sameAnswer(row.decision, row.answer));
  if (different.length === 0) {
    say(`${rows.length} logins, PostgreSQL ${tools.version} decided each as certwright does`);
    return 0;
  }
  throw new CliFailure(`PostgreSQL ${tools.version} decided ${different.length} of ${rows.length} logins otherwise`, 1);
}
