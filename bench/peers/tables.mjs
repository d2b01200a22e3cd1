/** The results as Markdown. */

/** What refuses without an answer: it threw, took too long, or its process died. */
const FAILED = ['error', 'timeout', 'died'];

const table = (head, rows) =>
  `| ${head.join(' | ')} |\n|${head.map(() => '---').join('|')}|\n${rows.map((row) => `| ${row.join(' | ')} |\n`).join('')}`;

const titled = ({ name, version }) => `${name} ${version}`;

/** Right answers, false acceptances and false refusals; `key` is `outcome` or `helped`. */
function score(answers, key) {
  const asked = answers.filter(({ outcome }) => outcome !== 'not asked');
  const wrong = asked.filter((answer) => (answer[key] === 'accept') !== answer.valid);
  const accepted = wrong.filter((answer) => answer[key] === 'accept').length;
  return { asked: asked.length, right: asked.length - wrong.length, accepted, refused: wrong.length - accepted };
}

/** A number with Node's host names, and without them in brackets where that differs. */
function both(answers, field) {
  const [helped, own] = [score(answers, 'helped'), score(answers, 'outcome')];
  return own[field] === helped[field] ? `${helped[field]}` : `${helped[field]} (${own[field]})`;
}

function failures(answers) {
  const counts = FAILED.map((outcome) => [outcome, answers.filter((answer) => answer.outcome === outcome).length]);
  const told = counts.filter(([, count]) => count > 0).map(([outcome, count]) => `${count} ${outcome}`);
  return told.join(', ') || '0';
}

function suiteTable(engines, suite) {
  const rows = engines.map((engine) => {
    const all = engine.answers.filter((answer) => answer.suite === suite && !answer.flood);
    const core = all.filter((answer) => answer.core);
    const { asked } = score(all, 'helped');
    if (asked === 0) return [titled(engine), 'not asked', '-', '-', '-', '-'];
    const [whole, inner] = [score(all, 'helped').asked, score(core, 'helped').asked];
    return [
      titled(engine),
      `${both(all, 'right')} of ${whole}`,
      `${both(core, 'right')} of ${inner}`,
      both(core, 'accepted'),
      both(core, 'refused'),
      failures(all),
    ];
  });
  return table(['engine', 'right', 'right, core', 'accepted wrongly, core', 'refused wrongly, core', 'refused without an answer'], rows);
}

function floodTable(engines) {
  const ids = [...new Set(engines.flatMap(({ answers }) => answers.filter(({ fresh }) => fresh).map(({ id }) => id)))];
  const cell = ({ outcome, ms, valid } = {}) =>
    outcome === undefined || outcome === 'not asked'
      ? '-'
      : `${outcome === 'accept' && !valid ? '**accept**' : outcome}${ms === undefined ? '' : ` ${Math.round(ms)} ms`}`;
  const rows = ids.map((id) => [
    `\`${id.replace('pathological::', '')}\``,
    ...engines.map(({ answers }) => cell(answers.find((answer) => answer.id === id))),
  ]);
  return table(['case, all to be refused', ...engines.map(titled)], rows);
}

function mutantTable(engines) {
  const [{ mutants }] = engines;
  const rows = engines.map((engine) => [
    titled(engine),
    ...mutants.map((kind) => (engine.mutantsRead.includes(kind) ? '**read**' : 'refused')),
  ]);
  return table(['engine', ...mutants], rows);
}

/** All tables. */
export function tables(all) {
  const engines = all.filter(({ missing }) => !missing);
  const missing = all.filter((engine) => engine.missing).map(({ name }) => name);
  return [
    `Made on ${new Date().toISOString().slice(0, 10)} with Node ${process.versions.node}.${missing.length > 0 ? ` Not installed: ${missing.join(', ')}.` : ''}`,
    `### x509-limbo\n\n${suiteTable(engines, 'limbo')}`,
    `### NIST PKITS\n\n${suiteTable(engines, 'pkits')}`,
    `### Chains made to exhaust\n\n${floodTable(engines)}`,
    `### Certificates that are not DER\n\n${mutantTable(engines)}`,
  ].join('\n\n');
}
