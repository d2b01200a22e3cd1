/** All faults, by kind. */
import type { Fault } from '../draft.ts';
import { type BuildingFault, buildingFaults } from './building.ts';
import { type CrlFault, crlFaults } from './crls.ts';
import { type ExtensionFault, extensionFaults } from './extensions.ts';
import { type FormFault, formFaults } from './form.ts';
import { type KeyFault, keyFaults } from './keys.ts';
import { type NameFault, nameFaults } from './names.ts';
import { type OcspFault, ocspFaults } from './ocsp.ts';
import { type PolicyFault, policyFaults } from './policies.ts';
import { type SignatureFault, signatureFaults } from './signatures.ts';
import { type UsageFault, usageFaults } from './usage.ts';
import { type WebFault, webFaults } from './web.ts';

/** What can be wrong with a chain. */
export type FaultKind =
  | FormFault
  | ExtensionFault
  | UsageFault
  | KeyFault
  | SignatureFault
  | BuildingFault
  | NameFault
  | PolicyFault
  | CrlFault
  | OcspFault
  | WebFault;

/** What each of them is, and how it comes about. */
export const faults: Readonly<Record<FaultKind, Fault>> = {
  ...formFaults,
  ...extensionFaults,
  ...usageFaults,
  ...keyFaults,
  ...signatureFaults,
  ...buildingFaults,
  ...nameFaults,
  ...policyFaults,
  ...crlFaults,
  ...ocspFaults,
  ...webFaults,
};
