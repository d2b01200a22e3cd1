// The entry of the bundle: the same bytes run everywhere. 'suite:tests' is made by run.ts and imports every portable test file.
import './mocha-setup.js';

/**
 * Runs every test file and counts. The files are loaded here and not before: workerd gives no randomness outside of a handler, and some of them make keys
 * when they are loaded.
 */
export async function runSuite() {
  await import('suite:tests');
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
