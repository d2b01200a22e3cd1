// Mocha's browser build, set up before any test file is imported. (The file is UMD: only the bare import works in a bundle.)
import 'mocha/mocha.js';

globalThis.mocha.setup({ ui: 'bdd', reporter: function () {}, timeout: 120_000 });
