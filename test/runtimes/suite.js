// The entry of the bundle: the same bytes run everywhere. 'suite:tests' is made by run.ts and imports every portable test file.
import './mocha-setup.js';

/** Tests that are about the time of much input, or try everything: `npm test` runs them in Node, here they would take half of the time. */
const LONG =
  /time grows with the length|every mutation of one octet|of 100,000 answers|hostile|the reason of a refusal|CAs of one name|a hundred and fifty thousand|than a call has arguments|against noble|every kind of fault|a thousand keys|flipped bit/;

/**
 * Runs every test file and counts. The files are loaded here and not before: workerd gives no randomness outside of a handler, and some of them make keys
 * when they are loaded.
 */
export async function runSuite() {
  await import('suite:tests');
  globalThis.mocha.grep(LONG).invert();
  const failures = [];
  const counts = { passed: 0, failed: 0, skipped: 0 };
  return await new Promise((done) => {
    const runner = globalThis.Mocha.prototype.run.call(globalThis.mocha);
    runner.on('pass', () => (counts.passed += 1));
    runner.on('pending', () => (counts.skipped += 1));
    runner.on('fail', (test, error) => {
      counts.failed += 1;
      failures.push(`${test.fullTitle()}: ${error?.name}: ${error?.message}\n${error?.stack ?? ''}`.slice(0, 2_000));
    });
    runner.on('end', () => done({ ...counts, assertions: globalThis.certwrightAssertions, failures: failures.slice(0, 20) }));
  });
}
