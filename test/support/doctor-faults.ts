/** All faults, one each, put into the healthy set-up: what the doctor has to say, and where. */
import type { Fault } from './doctor-fault.ts';
import { ACCESS_FAULTS } from './doctor-faults-access.ts';
import { CLIENTS_FAULTS } from './doctor-faults-clients.ts';
import { SERVER_FAULTS } from './doctor-faults-server.ts';
import { SETTINGS_FAULTS } from './doctor-faults-settings.ts';

export type { Fault } from './doctor-fault.ts';

/** By the part that is wrong. */
export const FAULTS: readonly Fault[] = [...SETTINGS_FAULTS, ...SERVER_FAULTS, ...CLIENTS_FAULTS, ...ACCESS_FAULTS];
