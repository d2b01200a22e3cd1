/** cRLDistributionPoints, freshestCRL and issuingDistributionPoint as text: a list of names, or sections with `fullname`, `relativename`, `CRLissuer`, `reasons`. */
import type { GeneralName } from '../../x509/general-name.ts';
import type {
  DistributionPoint,
  DistributionPointName,
  IssuingDistributionPoint,
  ReasonFlag,
} from '../../x509/extensions/distribution-points.ts';
import { nameFromSection } from '../name-text.ts';
import { listOrSection, type ListItem, parseBoolean, parseList, requireSection, showItem } from '../config/text-list.ts';
import { type ExtensionContext, refuse } from './context.ts';
import { parseGeneralName } from './general-names.ts';

/** One point for each item: a name, or the section that an item without a value names. */
export function distributionPoints(items: readonly ListItem[], context: ExtensionContext): DistributionPoint[] {
  return items.map((item) =>
    item.value === undefined
      ? pointOf(requireSection(item.name, context.config), context)
      : { name: { kind: 'fullName', names: [parseGeneralName(item, context)] } },
  );
}

function pointOf(lines: readonly ListItem[], context: ExtensionContext): DistributionPoint {
  let point: DistributionPoint = {};
  for (const line of lines) {
    const name = pointName(line, context);
    if (name !== undefined) {
      if (point.name !== undefined) refuse('distpoint already set');
      point = { ...point, name };
    } else if (line.name === 'reasons') point = { ...point, reasons: reasonsOf(line) };
    else if (line.name === 'CRLissuer') point = { ...point, crlIssuer: namesOf(line.value ?? '', context) };
  }
  return point;
}

/** issuingDistributionPoint: a list or section of settings. */
export function issuingPoint(lines: readonly ListItem[], context: ExtensionContext): IssuingDistributionPoint {
  let point: IssuingDistributionPoint = {
    onlyUserCertificates: false,
    onlyCaCertificates: false,
    indirectCrl: false,
    onlyAttributeCertificates: false,
  };
  for (const line of lines) {
    const name = pointName(line, context);
    if (name !== undefined) point = { ...point, name };
    else if (line.name === 'onlyuser') point = { ...point, onlyUserCertificates: parseBoolean(line) };
    else if (line.name === 'onlyCA') point = { ...point, onlyCaCertificates: parseBoolean(line) };
    else if (line.name === 'onlyAA') point = { ...point, onlyAttributeCertificates: parseBoolean(line) };
    else if (line.name === 'indirectCRL') point = { ...point, indirectCrl: parseBoolean(line) };
    else if (line.name === 'onlysomereasons') point = { ...point, onlySomeReasons: reasonsOf(line) };
    else refuse(`invalid name: ${showItem(line)}`);
  }
  return point;
}

function pointName(line: ListItem, context: ExtensionContext): DistributionPointName | undefined {
  if (line.name.startsWith('fullname')) return { kind: 'fullName', names: namesOf(line.value ?? '', context) };
  if (line.name !== 'relativename') return undefined;
  const { rdns } = nameFromSection(requireSection(line.value ?? '', context.config), { utf8: false });
  const [rdn] = rdns;
  return rdn === undefined || rdns.length > 1 ? refuse('invalid multiple rdns') : { kind: 'relativeName', rdn };
}

function namesOf(text: string, context: ExtensionContext): GeneralName[] {
  return listOrSection(text, context.config).map((item) => parseGeneralName(item, context));
}

const REASONS: ReadonlyMap<string, ReasonFlag> = /* @__PURE__ */ new Map<string, ReasonFlag>([
  ['unused', 'unused'],
  ['keyCompromise', 'keyCompromise'],
  ['CACompromise', 'cACompromise'],
  ['affiliationChanged', 'affiliationChanged'],
  ['superseded', 'superseded'],
  ['cessationOfOperation', 'cessationOfOperation'],
  ['certificateHold', 'certificateHold'],
  ['privilegeWithdrawn', 'privilegeWithdrawn'],
  ['AACompromise', 'aACompromise'],
]);

function reasonsOf(line: ListItem): ReasonFlag[] {
  return parseList(line.value ?? '').map(({ name }) => REASONS.get(name) ?? refuse(`unknown reason: ${name}`));
}
