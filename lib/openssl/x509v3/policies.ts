/** certificatePolicies, policyMappings and policyConstraints as text. */
import { BMP_STRING, IA5_STRING, UTF8_STRING, VISIBLE_STRING } from '../../asn1/tags.ts';
import type { PolicyConstraints, PolicyInformation, PolicyMapping } from '../../x509/extensions/policies.ts';
import type { DisplayText, PolicyQualifier } from '../../x509/extensions/policy-qualifiers.ts';
import { findObject } from '../objects.ts';
import { isNamed, type ListItem, parseInteger, parseList, parseNumber, requireSection, showItem } from '../config/text-list.ts';
import { type ExtensionContext, refuse } from './context.ts';

/** Policies by name or identifier, or `@section` with qualifiers; `ia5org` makes organizations IA5Strings as old certificates have them. */
export function policiesOf(text: string, context: ExtensionContext): PolicyInformation[] {
  const items = parseList(text);
  const organizationTag = items.some(({ name }) => name === 'ia5org') ? IA5_STRING : VISIBLE_STRING;
  return items
    .filter(({ name }) => name !== 'ia5org')
    .map((item) => {
      if (item.value !== undefined) return refuse(`invalid policy identifier: ${showItem(item)}`);
      if (item.name.startsWith('@')) return policySection(requireSection(item.name.slice(1), context.config), organizationTag, context);
      return { policy: findObject(item.name) ?? refuse(`invalid object identifier: ${item.name}`), qualifiers: [] };
    });
}

function policySection(lines: readonly ListItem[], organizationTag: number, context: ExtensionContext): PolicyInformation {
  const identifier = lines.find(({ name }) => name === 'policyIdentifier');
  if (identifier === undefined) return refuse('no policy identifier');
  const qualifiers = lines.flatMap((line): PolicyQualifier[] => {
    const value = line.value ?? '';
    if (line === identifier) return [];
    if (isNamed(line, 'CPS')) return [{ kind: 'cps', uri: value }];
    if (!isNamed(line, 'userNotice')) return refuse(`invalid option: ${showItem(line)}`);
    if (!value.startsWith('@')) return refuse(`expected a section name: ${showItem(line)}`);
    return [noticeSection(requireSection(value.slice(1), context.config), organizationTag)];
  });
  const policy = findObject(identifier.value ?? '') ?? refuse(`invalid object identifier: ${showItem(identifier)}`);
  return { policy, qualifiers };
}

function noticeSection(lines: readonly ListItem[], organizationTag: number): PolicyQualifier {
  let explicitText: DisplayText | undefined;
  let organization: string | undefined;
  let numbers: bigint[] | undefined;
  for (const line of lines) {
    const value = line.value ?? '';
    if (line.name === 'explicitText') explicitText = displayText(value);
    else if (line.name === 'organization') organization = value;
    else if (line.name === 'noticeNumbers')
      numbers = parseList(value).map(({ name }) => parseInteger(name) ?? refuse(`invalid number: ${name}`));
    else refuse(`invalid option: ${showItem(line)}`);
  }
  if ((organization === undefined) !== (numbers === undefined)) refuse('need organization and numbers');
  return {
    kind: 'userNotice',
    ...(organization === undefined
      ? {}
      : { noticeReference: { organization: { tag: organizationTag, text: organization }, numbers: numbers ?? [] } }),
    ...(explicitText === undefined ? {} : { explicitText }),
  };
}

/** `UTF8:`, `BMP:` or `VISIBLE:` in front choose the string type; VisibleString without. */
function displayText(value: string): DisplayText {
  for (const [prefix, tag] of [
    ['UTF8:', UTF8_STRING],
    ['UTF8String:', UTF8_STRING],
    ['BMP:', BMP_STRING],
    ['BMPSTRING:', BMP_STRING],
    ['VISIBLE:', VISIBLE_STRING],
    ['VISIBLESTRING:', VISIBLE_STRING],
  ] as const)
    if (value.startsWith(prefix)) return { tag, text: value.slice(prefix.length) };
  return { tag: VISIBLE_STRING, text: value };
}

/** `issuerPolicy:subjectPolicy, …`. */
export function mappingsOf(items: readonly ListItem[]): PolicyMapping[] {
  return items.map((item) => {
    const issuerDomainPolicy = findObject(item.name);
    const subjectDomainPolicy = findObject(item.value ?? '');
    if (issuerDomainPolicy === undefined || subjectDomainPolicy === undefined)
      return refuse(`invalid object identifier: ${showItem(item)}`);
    return { issuerDomainPolicy, subjectDomainPolicy };
  });
}

/** `requireExplicitPolicy:n, inhibitPolicyMapping:n`. */
export function constraintsOf(items: readonly ListItem[]): PolicyConstraints {
  let constraints: PolicyConstraints = {};
  for (const item of items) {
    if (item.name === 'requireExplicitPolicy') constraints = { ...constraints, requireExplicitPolicy: parseNumber(item) };
    else if (item.name === 'inhibitPolicyMapping') constraints = { ...constraints, inhibitPolicyMapping: parseNumber(item) };
    else refuse(`invalid name: ${showItem(item)}`);
  }
  if (constraints.requireExplicitPolicy === undefined && constraints.inhibitPolicyMapping === undefined) refuse('illegal empty extension');
  return constraints;
}
