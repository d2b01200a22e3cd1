// The worker that workerd tests: runs the bundle and prints one line of result, as main.js does elsewhere.
import { runSuite } from 'suite.js';

export default {
  async test() {
    console.log(`RESULT ${JSON.stringify(await runSuite())}`);
  },
};
