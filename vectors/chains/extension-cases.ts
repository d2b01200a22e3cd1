/** Name constraints, policies, and the duties of issuers. */
import { oid } from '../../lib/asn1/oid.ts';
import { makeExtension } from '../../lib/x509/extension.ts';
import { nameConstraints, type NameConstraints } from '../../lib/x509/extensions/name-constraints.ts';
import { certificatePolicies, inhibitAnyPolicy, policyConstraints, policyMappings } from '../../lib/x509/extensions/policies.ts';
import type { GeneralName } from '../../lib/x509/general-name.ts';
import { parseName } from '../../lib/x509/name-parse.ts';
import { type Case, chain, webChain, accept, refuse, serverName, dns } from './cases.ts';

// Name constraints, set by the intermediate
function constrained(constraints: NameConstraints, names: readonly GeneralName[], subject = 'CN=www'): Pick<Case, 'chain'> {
  return { chain: chain({ ca: { extensions: [makeExtension(nameConstraints, constraints)] }, leaf: { subject, names } }) };
}

const tree = (base: GeneralName): { base: GeneralName; minimum: number } => ({ base, minimum: 0 });
const exampleOnly = { permitted: [tree(dns('example.com'))] };

accept('constraints/inside', 'a name below the permitted one', constrained(exampleOnly, [dns('a.b.example.com')]));
refuse('constraints/outside', 'a name beside it', ['name-constraint-violated', 0], constrained(exampleOnly, [dns('badexample.com')]));
refuse(
  'constraints/second-name',
  'the second name is outside',
  ['name-constraint-violated', 0],
  constrained(exampleOnly, [dns('example.com'), dns('example.org')]),
);
refuse(
  'constraints/excluded',
  'a name below the excluded one',
  ['name-constraint-violated', 0],
  constrained({ excluded: [tree(dns('example.com'))] }, [dns('www.example.com')]),
);
refuse(
  'constraints/wildcard-reaches-excluded',
  'CVE-2025-61727',
  ['name-constraint-violated', 0],
  constrained({ excluded: [tree(dns('www.example.com'))] }, [dns('*.example.com')]),
);
refuse(
  'constraints/wildcard-beyond-permitted',
  'its twin',
  ['name-constraint-violated', 0],
  constrained({ permitted: [tree(dns('www.example.com'))] }, [dns('*.example.com')]),
);
refuse(
  'constraints/mailbox-in-subject',
  'emailAddress counts where there is no other mailbox',
  ['name-constraint-violated', 0],
  constrained(
    { permitted: [tree({ kind: 'rfc822Name', value: 'example.com' })] },
    [dns('www.example.com')],
    'emailAddress=me@example.org,CN=www',
  ),
);
refuse(
  'constraints/subject',
  'a subject outside of the permitted ones',
  ['name-constraint-violated', 0],
  constrained({ permitted: [tree({ kind: 'directoryName', name: parseName('O=Example') })] }, [dns('www.example.com')]),
);
refuse(
  'constraints/ip',
  'an address outside of the subnet',
  ['name-constraint-violated', 0],
  constrained({ permitted: [tree({ kind: 'iPAddress', value: Uint8Array.of(192, 0, 2, 0, 255, 255, 255, 0) })] }, [
    { kind: 'iPAddress', value: Uint8Array.of(192, 0, 3, 1) },
  ]),
);
refuse(
  'constraints/mask',
  'a mask with a hole',
  ['name-constraint-unsupported', 0],
  constrained({ permitted: [tree({ kind: 'iPAddress', value: Uint8Array.of(192, 0, 2, 0, 255, 0, 255, 0) })] }, [
    { kind: 'iPAddress', value: Uint8Array.of(192, 0, 2, 1) },
  ]),
);
refuse(
  'constraints/minimum',
  'a minimum that RFC 5280 does not know',
  ['name-constraint-unsupported', 0],
  constrained({ permitted: [{ base: dns('example.com'), minimum: 1 }] }, [dns('www.example.com')]),
);
refuse(
  'constraints/unknown-form',
  'a constrained form that cannot be compared',
  ['name-constraint-unsupported', 0],
  constrained({ permitted: [tree({ kind: 'registeredID', value: oid('1.2.3') })] }, [{ kind: 'registeredID', value: oid('1.2.3.4') }]),
);
refuse('constraints/root', "the root's own constraints", ['name-constraint-violated', 0], {
  chain: chain({ root: { extensions: [makeExtension(nameConstraints, { permitted: [tree(dns('example.net'))] })] } }),
});

// Policies
const policy = (...ids: string[]): ReturnType<typeof makeExtension> =>
  makeExtension(
    certificatePolicies,
    ids.map((id) => ({ policy: oid(id), qualifiers: [] })),
  );
const P1 = '1.3.6.1.4.1.99999.2.1';
const P2 = '1.3.6.1.4.1.99999.2.2';
accept('policies/demanded', 'both certificates have it', {
  chain: chain({ ca: { extensions: [policy(P1)] }, leaf: { extensions: [policy(P1)] } }),
  options: { policies: { initial: [oid(P1)], requireExplicit: true } },
});
refuse('policies/none', 'none has it', ['policy-not-valid', 1], { options: { policies: { requireExplicit: true } } });
refuse('policies/other', 'the leaf has another', ['policy-not-valid', 0], {
  chain: chain({ ca: { extensions: [policy(P1)] }, leaf: { extensions: [policy(P2)] } }),
  options: { policies: { requireExplicit: true } },
});
refuse('policies/demanded-by-ca', 'the CA demands one', ['policy-not-valid', 0], {
  chain: chain({ ca: { extensions: [policy(P1), makeExtension(policyConstraints, { requireExplicitPolicy: 0 })] } }),
});
refuse('policies/mapping-to-any', 'a mapping to anyPolicy', ['policy-mapping-to-any', 1], {
  chain: chain({
    ca: {
      extensions: [policy(P1), makeExtension(policyMappings, [{ issuerDomainPolicy: oid(P1), subjectDomainPolicy: oid('2.5.29.32.0') }])],
    },
  }),
});
refuse('policies/any-inhibited', 'anyPolicy where it no longer counts', ['policy-not-valid', 0], {
  chain: chain({
    ca: { extensions: [policy(P1), makeExtension(inhibitAnyPolicy, 0)] },
    leaf: { extensions: [policy('2.5.29.32.0')] },
  }),
  options: { policies: { requireExplicit: true } },
});

// The duties of issuers
for (const [id, change] of [
  ['generalized-time', { leaf: { timeForm: 'generalized' } }],
  ['negative-serial', { leaf: { serialNumber: Uint8Array.of(0xff) } }],
  ['unique-id', { leaf: { uniqueId: true } }],
  ['underscore', { leaf: { names: [dns('www_1.example.com'), dns('www.example.com')] } }],
  ['no-authority-key-identifier', { leaf: { without: [oid('2.5.29.35')] } }],
  ['common-name', { leaf: { subject: 'CN=else.example.com' } }],
] as const) {
  const made = webChain(change);
  refuse(`webpki/${id}`, "refused by the web's profile", ['issuer-duty-neglected', 0], {
    chain: made,
    options: { profile: 'webpki', peer: serverName },
  });
  accept(`rfc5280/${id}`, 'taken by section 6', { chain: made, options: { peer: serverName } });
}
const certSign = webChain({ leaf: { usages: ['digitalSignature', 'keyCertSign'] } });
for (const options of [{ profile: 'webpki', peer: serverName }, { peer: serverName }] as const)
  refuse(
    `${'profile' in options ? 'webpki' : 'rfc5280'}/cert-sign-on-leaf`,
    'a leaf that claims to be a CA',
    ['issuer-duty-neglected', 0],
    {
      chain: certSign,
      options,
    },
  );
