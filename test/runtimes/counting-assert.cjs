// node:assert/strict for the bundles: the npm package `assert`, with a count of all calls in globalThis.certwrightAssertions.
'use strict';

const { strict } = require('assert');

globalThis.certwrightAssertions = 0;

function counted(check) {
  return (...args) => {
    globalThis.certwrightAssertions += 1;
    return check(...args);
  };
}

module.exports = counted(strict);
for (const name of Object.keys(strict)) {
  module.exports[name] = typeof strict[name] === 'function' && name !== 'AssertionError' ? counted(strict[name]) : strict[name];
}
module.exports.strict = module.exports;
