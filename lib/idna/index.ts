/** International domain names, for callers that have them: `toAscii` makes the form that the verifier compares. */
export { toAscii } from './to-ascii.ts';
