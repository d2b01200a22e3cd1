/** Writes docs/errors.md from the sources. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { collectCodes, renderCodes } from './error-codes.ts';

const root = join(import.meta.dirname, '..');
const codes = collectCodes(root);
for (const place of codes.unresolved) process.stderr.write(`errors: the code at ${place} is no literal and could not be followed\n`);
writeFileSync(join(root, 'docs/errors.md'), renderCodes(codes));
process.exitCode = codes.unresolved.length === 0 ? 0 : 1;
