/**
 * Suites that need something a machine may lack (OpenSSL, a PostgreSQL server, the corpora) say so in one loud line and are skipped;
 * with CI=true the missing thing is a failure, so that a green CI run means that everything ran.
 */

/** What `describe` looks like to a caller of {@link requireOrSkip}. */
export type DescribeLike = (title: string, body: (this: Mocha.Suite) => void) => void;

/**
 * The `describe` to use for a suite that needs `what`: the real one when it is `present`, else one that skips loudly, or fails when CI=true.
 *
 * Usage: `requireOrSkip('the openssl command', hasOpenssl)('x509 -text equals OpenSSL', () => { it(…); });`
 */
export function requireOrSkip(what: string, present: boolean): DescribeLike {
  if (present) return (title, body) => void describe(title, body);
  // The body is not run: mocha runs even a skipped suite's, and it would look for what is missing.
  return (title) => {
    if (process.env['CI'] === 'true') {
      describe(title, () => {
        it(`needs ${what}`, () => {
          throw new Error(`${what} is missing, and with CI=true every suite must run`);
        });
      });
      return;
    }
    process.stderr.write(`\n*** SKIPPED: "${title}" needs ${what}, which was not found here ***\n`);
    describe(title, () => {
      it.skip(`needs ${what}`, () => undefined);
    });
  };
}
