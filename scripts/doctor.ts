/** Writes docs/doctor.md. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { renderDoctor } from './doctor-table.ts';

writeFileSync(join(import.meta.dirname, '../docs/doctor.md'), renderDoctor());
