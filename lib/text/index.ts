/** Words for verdicts and decisions (subpath `certwright/text`). */
export { explainDecision } from './decision.ts';
