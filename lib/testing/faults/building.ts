/** Chains that do not reach their anchor, or reach another one (RFC 5280 6.1). */
import { makeCertificate, type MadeCertificate } from '../certificate.ts';
import { type ChainDraft, change, type Fault } from '../draft.ts';
import { keyNamed } from '../keys.ts';

/** Kinds of these faults. */
export type BuildingFault =
  | 'issuer-not-given'
  | 'issuer-of-other-name'
  | 'issuer-replaced'
  | 'self-signed'
  | 'root-not-trusted'
  | 'issuers-in-a-circle';

/** What each of them is, and how it comes about. */
export const buildingFaults: Readonly<Record<BuildingFault, Fault>> = {
  'issuer-not-given': {
    what: 'The certificate of its issuer is not there.',
    rfc: 'RFC 5280 6.1 (a)',
    where: 'below-anchor',
    code: 'issuer-not-found',
    apply(draft, at) {
      draft.withheld.add(at + 1);
      if (at + 1 === draft.top) draft.bystanders.push(() => ({ anchors: [anotherRoot(draft)] }));
    },
  },
  'issuer-of-other-name': {
    what: 'Its issuer has another name than it says.',
    rfc: 'RFC 5280 6.1.3 (a)(4)',
    where: 'below-anchor',
    code: 'issuer-not-found',
    apply: (draft, at) => change(draft, at, { issuerName: 'CN=Nobody,O=certwright test' }),
  },
  'issuer-replaced': {
    what: 'In place of its issuer stands a CA of the same name with another key.',
    rfc: 'RFC 5280 6.1.3 (a)(1)',
    where: 'below-anchor',
    code: 'signature-invalid',
    apply(draft, at) {
      const issuer = at + 1;
      draft.withheld.add(issuer);
      draft.bystanders.push((made) => {
        const key = keyNamed('impostor', draft.keys[issuer]?.algorithm.keyKind);
        const above = made[issuer + 1];
        const impostor = makeCertificate({ subject: draft.subjects[issuer] ?? '', key, ca: true, ...(above && { issuer: above }) });
        return issuer === draft.top ? { anchors: [impostor] } : { intermediates: [impostor] };
      });
    },
  },
  'self-signed': {
    what: 'It is signed with its own key in its own name, and nobody trusts it.',
    rfc: 'RFC 5280 6.1 (b)',
    where: 'below-anchor',
    code: 'self-signed-not-trusted',
    apply: (draft, at) => void draft.selfSigned.add(at),
  },
  'root-not-trusted': {
    what: 'It is a root that was sent along, and another one is trusted.',
    rfc: 'RFC 5280 6.1 (b)',
    where: 'anchor',
    code: 'self-signed-not-trusted',
    apply(draft, at) {
      draft.withheld.add(at);
      draft.bystanders.push((made) => ({ intermediates: [made[at] as MadeCertificate], anchors: [anotherRoot(draft)] }));
    },
  },
  'issuers-in-a-circle': {
    what: 'It and its issuer certify each other, and nobody else certifies them.',
    rfc: 'RFC 4158 2.4.2',
    where: 'intermediates',
    code: 'issuer-not-found',
    offset: 1,
    apply(draft, at) {
      const subject = 'CN=Circle,O=certwright test';
      const key = keyNamed('circle', draft.keys[at]?.algorithm.keyKind);
      change(draft, at, { issuerName: subject, signedBy: key });
      draft.bystanders.push((made) => ({
        intermediates: [makeCertificate({ subject, key, ca: true, issuer: made[at] as MadeCertificate })],
      }));
    },
  },
};

function anotherRoot({ keys }: ChainDraft): MadeCertificate {
  return makeCertificate({
    subject: 'CN=Another Root,O=certwright test',
    ca: true,
    key: keyNamed('another root', keys[0]?.algorithm.keyKind),
  });
}
