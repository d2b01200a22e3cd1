// The spec reporter, plus one JSON line of counts per run for .ci/run: written to $CERTWRIGHT_REPORTS/<suite>.json, where suite is $CERTWRIGHT_SUITE.
'use strict';

const { mkdirSync, writeFileSync } = require('node:fs');
const { join } = require('node:path');
const Mocha = require('mocha');

module.exports = class CountingReporter extends Mocha.reporters.Spec {
  constructor(runner, options) {
    super(runner, options);
    const folder = process.env.CERTWRIGHT_REPORTS;
    if (folder === undefined) return;
    runner.once('end', () => {
      const { passes, failures, pending } = this.stats;
      const suite = process.env.CERTWRIGHT_SUITE ?? 'mocha';
      mkdirSync(folder, { recursive: true });
      writeFileSync(join(folder, `${suite}.json`), `${JSON.stringify({ suite, passed: passes, failed: failures, skipped: pending })}\n`);
    });
  }
};
