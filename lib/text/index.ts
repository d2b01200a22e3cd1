/** Words for verdicts and decisions (subpath `certwright/text`). */
export { explainDecision } from './decision.ts';
export { explainVerdict, type ExplainedInput } from './verdict.ts';
