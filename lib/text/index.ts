/** Words for verdicts and decisions (subpath `certwright/text`). */
export { explainDecision } from './decision.ts';
export type { ExplainedInput, Origins } from './scene.ts';
export { explainServerDecision } from './server-decision.ts';
export { escapeText } from './values.ts';
export { explainVerdict } from './verdict.ts';
