// The worker that workerd tests: runs the bundle and prints one line of result, as main.js does elsewhere.
import { runSuite } from 'suite.js';

const worker = {
  async test() {
    console.log(`RESULT ${JSON.stringify(await runSuite())}`);
  },
};

// workerd looks for this name.
export { worker as default };
