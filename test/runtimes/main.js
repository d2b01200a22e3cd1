// Runs the bundle in a server runtime and prints one line of result.
import { runSuite } from './suite.js';

console.log(`RESULT ${JSON.stringify(await runSuite())}`);
