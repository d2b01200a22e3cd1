/** The rules in the order in which they run, cheap ones before dear ones. */
import type { Rule } from '../rule.ts';
import { caRule, depthRule, pathLengthRule } from './basic-constraints.ts';
import { extensionsRule } from './extensions.ts';
import { formRule } from './form.ts';
import { identityRule } from './identity.ts';
import { nameConstraintsRule } from './name-constraints.ts';
import { policyRule } from './policies.ts';
import { revocationRule } from './revocation.ts';
import { signatureRule } from './signature.ts';
import { keyStrengthRule, signatureAlgorithmRule } from './strength.ts';
import { keyUsageRule, purposeRule } from './usage.ts';
import { validityRule } from './validity.ts';

/** The rules of every profile. */
const COMMON_RULES: readonly Rule[] = [
  validityRule,
  caRule,
  pathLengthRule,
  depthRule,
  keyUsageRule,
  purposeRule,
  extensionsRule,
  formRule,
  identityRule,
  nameConstraintsRule,
  signatureAlgorithmRule,
  keyStrengthRule,
  signatureRule,
  policyRule,
  revocationRule,
];

/** These and the further rules of a profile, in their order: those come before what is dear. */
export function withRules(further: readonly Rule[]): readonly Rule[] {
  return [...further, ...COMMON_RULES];
}
