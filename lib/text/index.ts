/** Words for verdicts and decisions (subpath `certwright/text`). */
export { explainDecision } from './decision.ts';
export { describeDiagnosis, explainDiagnosis } from './diagnosis.ts';
export type { DescribedDiagnosis, DiagnosisOptions } from './diagnosis.ts';
export type { ExplainedInput, Origins } from './scene.ts';
export { explainServerDecision } from './server-decision.ts';
export { escapeText } from './values.ts';
export { explainVerdict } from './verdict.ts';
