/** Extensions in the value language of x509v3_config(5), one certificate each, for the comparison of `-text` dumps with the openssl command. */

/** Sections that the values below name. */
export const SECTIONS: string = `
[dn]
C = US
O = "Org, Inc"
OU = a/b+c
CN = x
[dn_long]
C = DE
O = ${'o'.repeat(60)}
OU = ${'u'.repeat(60)}
1.OU = ${'v'.repeat(60)}
2.OU = ${'w'.repeat(60)}
3.OU = ${'x'.repeat(60)}
CN = end
[dn_multi]
C = US
+O = Together
CN = x
[relative]
CN = x
[relative_multi]
CN = x
+O = y
[crl_full]
fullname = URI:http://crl/1,URI:http://crl/2
CRLissuer = dirName:dn
reasons = keyCompromise,CACompromise
[crl_relative]
relativename = relative
[crl_relative_multi]
relativename = relative_multi
reasons = unused,privilegeWithdrawn,AACompromise
[crl_reasons]
reasons = affiliationChanged,superseded,cessationOfOperation,certificateHold
[crl_issuer]
CRLissuer = dirName:dn
[crl_dir]
fullname = dirName:dn_multi
[crl_all]
fullname = DNS:a,email:a@b.c,IP:1.2.3.4,RID:1.2.3,dirName:dn_long,otherName:1.2.3;UTF8:x,otherName:msUPN;UTF8:y
reasons = unused,keyCompromise,CACompromise,affiliationChanged,superseded,cessationOfOperation,certificateHold,privilegeWithdrawn,AACompromise
CRLissuer = URI:http://x
[pol_cps]
policyIdentifier = 1.3.5.8
CPS.1 = "http://cps.example/"
CPS.2 = "http://cps2.example/"
[pol_text]
policyIdentifier = 1.3.5.8
userNotice.1 = @notice_utf8
userNotice.2 = @notice_ia5
userNotice.3 = @notice_bmp
userNotice.4 = @notice_visible
userNotice.5 = @notice_plain
[pol_reference]
policyIdentifier = 1.3.5.9
userNotice.1 = @notice_one
userNotice.2 = @notice_many
userNotice.3 = @notice_empty
[pol_old]
policyIdentifier = 1.3.5.9
userNotice = @notice_ia5org
[notice_utf8]
explicitText = "UTF8:Erkl\\u00e4rung"
[notice_ia5]
explicitText = "IA5:ia5 text"
[notice_bmp]
explicitText = "BMP:bmp text"
[notice_visible]
explicitText = "VISIBLE:visible text"
[notice_plain]
explicitText = "plain text: with a colon"
[notice_one]
organization = "Organisation"
noticeNumbers = 1
[notice_many]
explicitText = "Text"
organization = "Organisation"
noticeNumbers = 1,2,3,1000000
[notice_empty]
organization = "x"
noticeNumbers = 0
[notice_ia5org]
organization = "x"
noticeNumbers = 7
[seq]
a = INTEGER:5
b = UTF8:text
c = EXP:0,BOOL:true
[alt_section]
DNS.1 = a.example
DNS.2 = b.example
email = a@b.c
dirName = dn
[proxy_full]
language = id-ppl-anyLanguage
pathlen = 3
policy = text:AB
[proxy_any]
language = id-ppl-inheritAll
[ip_block]
IPv4.0 = 10.0.0.0/8
IPv4.1 = 192.168.1.1-192.168.1.7
IPv4.2 = 172.16.5.4
IPv6.0 = 2001:db8::/32
IPv6.1 = 2001:db9::1-2001:db9::5
[ip_inherit]
IPv4 = inherit
IPv6 = inherit
[ip_safi]
IPv4-SAFI = 1:10.0.0.0/8
IPv6-SAFI = 2:inherit
[as_block]
AS.0 = 64496
AS.1 = 64500-64510
RDI.0 = 5
[as_inherit]
AS = inherit
RDI = inherit
`;

/** Values of one extension each; a certificate is made of every line. */
export const EXTENSION_LINES: readonly string[] = `
basicConstraints = CA:TRUE
basicConstraints = CA:FALSE
basicConstraints = critical,CA:TRUE,pathlen:0
basicConstraints = CA:TRUE,pathlen:127
basicConstraints = CA:TRUE,pathlen:2147483647
basicConstraints = CA:FALSE,pathlen:3
basicConstraints = DER:3000
basicConstraints = DER:3003010100
basicConstraints = DER:30060101ff0201ff
basicConstraints = DER:3009010101ff020100
basicConstraints = DER:30030101
basicConstraints = DER:0500
basicConstraints = DER:30000000
basicConstraints = DER:3003010101
basicConstraints = DER:30110101ff020c0102030405060708090a0b0c
keyUsage = digitalSignature
keyUsage = critical,nonRepudiation,keyEncipherment
keyUsage = keyCertSign,cRLSign
keyUsage = encipherOnly
keyUsage = decipherOnly
keyUsage = digitalSignature,nonRepudiation,keyEncipherment,dataEncipherment,keyAgreement,keyCertSign,cRLSign,encipherOnly,decipherOnly
keyUsage = DER:030100
keyUsage = DER:03020780
keyUsage = DER:0304000000ff
keyUsage = DER:03020700
keyUsage = DER:0500
keyUsage = DER:0303070040
keyUsage = DER:030200ff
extendedKeyUsage = serverAuth
extendedKeyUsage = critical,clientAuth,codeSigning,emailProtection,timeStamping,OCSPSigning
extendedKeyUsage = msSGC,nsSGC,msCodeInd,msCodeCom,msCTLSign,msEFS,msSmartcardLogin
extendedKeyUsage = ipsecIKE,ipsecEndSystem,ipsecTunnel,ipsecUser,anyExtendedKeyUsage
extendedKeyUsage = 1.2.3.4,1.3.6.1.5.5.7.3.99
extendedKeyUsage = secureShellClient,secureShellServer,sendRouter,sendProxiedRouter,sendOwner,sendProxiedOwner,cmcCA,cmcRA,cmcArchive,capwapAC,capwapWTP
extendedKeyUsage = pkInitClientAuth,pkInitKDC,dvcs
extendedKeyUsage = DER:3000
extendedKeyUsage = DER:3003020105
extendedKeyUsage = DER:0c0141
subjectKeyIdentifier = hash
subjectKeyIdentifier = 01:02:0a:ff
subjectKeyIdentifier = 0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f202122
subjectKeyIdentifier = DER:0400
subjectKeyIdentifier = DER:040141ff
subjectKeyIdentifier = DER:0401
authorityKeyIdentifier = keyid
authorityKeyIdentifier = keyid:always
authorityKeyIdentifier = issuer:always
authorityKeyIdentifier = keyid:always,issuer:always
authorityKeyIdentifier = DER:3000
authorityKeyIdentifier = DER:300480020102
authorityKeyIdentifier = DER:3003820105
authorityKeyIdentifier = DER:3004820200ff
authorityKeyIdentifier = DER:30038201ff
authorityKeyIdentifier = DER:3008a1068204612e6263
authorityKeyIdentifier = DER:300b800101a106820461622e63
authorityKeyIdentifier = DER:300e800101a1068204612e6263820105
authorityKeyIdentifier = DER:3002a100
authorityKeyIdentifier = DER:04020102
subjectAltName = DNS:a.example
subjectAltName = critical,DNS:a.example,DNS:*.b.example
subjectAltName = email:a@b.c,email:J@x
subjectAltName = email:copy
subjectAltName = email:copy,DNS:x
subjectAltName = email:move
subjectAltName = URI:http://user:pass@host:80/path?query#fragment
subjectAltName = IP:10.0.0.1,IP:0.0.0.0,IP:255.255.255.255
subjectAltName = IP:2001:db8::1,IP:::,IP:::1,IP:fe80::1:2:3:4
subjectAltName = RID:1.2.3.4,RID:2.5.29.17,RID:1.2.840.113549.1.1.1
subjectAltName = dirName:dn
subjectAltName = dirName:dn_long
subjectAltName = dirName:dn_multi
subjectAltName = otherName:1.2.3.4;UTF8:text
subjectAltName = otherName:1.2.3.4;IA5:text
subjectAltName = otherName:1.2.3.4;PRINTABLE:text
subjectAltName = otherName:1.2.3.4;BMP:text
subjectAltName = otherName:1.2.3.4;INTEGER:5
subjectAltName = otherName:1.2.3.4;BOOL:true
subjectAltName = otherName:1.2.3.4;NULL:
subjectAltName = otherName:1.2.3.4;OID:1.2.3
subjectAltName = otherName:1.2.3.4;OCT:abc
subjectAltName = otherName:1.2.3.4;SEQUENCE:seq
subjectAltName = otherName:msUPN;UTF8:user@realm
subjectAltName = otherName:msUPN;IA5:user@realm
subjectAltName = otherName:id-on-SmtpUTF8Mailbox;UTF8:user@realm
subjectAltName = otherName:XmppAddr;UTF8:user@realm
subjectAltName = otherName:SRVName;IA5:_x.example
subjectAltName = otherName:NAIRealm;UTF8:realm
subjectAltName = otherName:1.3.6.1.5.5.7.8.5;INTEGER:4
subjectAltName = otherName:1.3.6.1.5.5.7.8.3;SEQUENCE:seq
subjectAltName = @alt_section
subjectAltName = DER:3000
subjectAltName = DER:3002a300
subjectAltName = DER:30028300
subjectAltName = DER:3002a500
subjectAltName = DER:30058703010203
subjectAltName = DER:30028700
subjectAltName = DER:300a87080a000000ff000000
subjectAltName = DER:3006820461006263
subjectAltName = DER:3007820561c3a46263
subjectAltName = DER:3006820461ff6263
subjectAltName = DER:300682040a0d0941
subjectAltName = DER:300689040a0d0941
subjectAltName = DER:3004a4023000
subjectAltName = DER:30028800
subjectAltName = DER:3003880128
subjectAltName = DER:0c026162
subjectAltName = DER:308082026162
issuerAltName = issuer:copy
issuerAltName = DNS:b.example,URI:http://x/
authorityInfoAccess = OCSP;URI:http://ocsp/
authorityInfoAccess = OCSP;URI:http://ocsp/,caIssuers;URI:http://ca/,1.2.3.4;dirName:dn
authorityInfoAccess = caIssuers;email:a@b,caIssuers;DNS:a,caIssuers;IP:1.2.3.4,caIssuers;RID:1.2.3
authorityInfoAccess = caIssuers;otherName:1.2.3;UTF8:x
authorityInfoAccess = critical,ad_timestamping;URI:http://x/
authorityInfoAccess = DER:3000
authorityInfoAccess = DER:30023000
subjectInfoAccess = caRepository;URI:http://repo/
subjectInfoAccess = signedObject;URI:rsync://a,rpkiManifest;URI:rsync://b,rpkiNotify;URI:http://c
crlDistributionPoints = URI:http://crl/1
crlDistributionPoints = URI:http://crl/1,URI:http://crl/2
crlDistributionPoints = crl_full
crlDistributionPoints = crl_relative
crlDistributionPoints = crl_relative_multi
crlDistributionPoints = crl_reasons
crlDistributionPoints = crl_issuer
crlDistributionPoints = crl_dir
crlDistributionPoints = crl_all
crlDistributionPoints = crl_full,crl_relative,crl_reasons,crl_issuer,URI:http://y
crlDistributionPoints = critical,DNS:a.example
crlDistributionPoints = DER:3000
crlDistributionPoints = DER:30023000
crlDistributionPoints = DER:3006300481020780
crlDistributionPoints = DER:30053003810100
crlDistributionPoints = DER:30063004a002a000
freshestCRL = URI:http://crl/1
freshestCRL = crl_full,crl_relative
issuingDistributionPoint = onlyuser:TRUE
issuingDistributionPoint = critical,onlyCA:TRUE,indirectCRL:TRUE
issuingDistributionPoint = onlyAA:TRUE
issuingDistributionPoint = fullname:URI:http://x
issuingDistributionPoint = DER:3000
certificatePolicies = 1.2.3.4
certificatePolicies = 1.2.3.4,2.5.29.32.0,2.23.140.1.2.1
certificatePolicies = anyPolicy
certificatePolicies = critical,@pol_cps
certificatePolicies = @pol_text
certificatePolicies = @pol_reference
certificatePolicies = ia5org,@pol_old
certificatePolicies = 1.2.3.4,@pol_cps,@pol_text
certificatePolicies = DER:3000
certificatePolicies = DER:3007300506032a0304
certificatePolicies = DER:300f300d06032a03043006300406022a05
certificatePolicies = DER:3013301106032a0304300a300806022a050c026162
certificatePolicies = DER:3009300706032a03043000
policyMappings = 1.2.3:1.2.4
policyMappings = critical,1.2.3:1.2.4,1.2.5:1.2.6
policyMappings = DER:3000
policyConstraints = requireExplicitPolicy:1
policyConstraints = critical,inhibitPolicyMapping:0
policyConstraints = requireExplicitPolicy:1,inhibitPolicyMapping:0
policyConstraints = DER:3000
inhibitAnyPolicy = 0
inhibitAnyPolicy = critical,2
inhibitAnyPolicy = DER:0201ff
nameConstraints = permitted;DNS:a.example
nameConstraints = critical,excluded;DNS:.a.example
nameConstraints = permitted;IP:10.0.0.0/255.0.0.0,excluded;IP:2001:db8::/ffff:ffff::
nameConstraints = permitted;email:.x,permitted;email:a@b,permitted;email:x
nameConstraints = permitted;dirName:dn,excluded;dirName:dn_multi
nameConstraints = permitted;URI:.z,excluded;URI:z
nameConstraints = permitted;otherName:msUPN;UTF8:u,permitted;otherName:1.2.3;UTF8:x
nameConstraints = permitted;RID:1.2.3
nameConstraints = DER:3000
nameConstraints = DER:3002a000
nameConstraints = DER:3004a0008100
nameConstraints = DER:3004a000a100
nameConstraints = DER:3009a00730058703010203
nameConstraints = DER:3012a0103004820261620000300882026162800105ff
nameConstraints = DER:300ba0093007820261628001ff
nameConstraints = DER:300ba0093007820261628101ff
nameConstraints = DER:300ba00930078202616280010a
nsComment = A comment
nsComment = critical,${'long '.repeat(40)}
nsComment = DER:160441000a42
nsComment = DER:1600
nsComment = DER:0c0141
nsBaseUrl = http://base/
nsRevocationUrl = http://revocation/
nsCaRevocationUrl = http://ca/
nsRenewalUrl = http://renewal/
nsCaPolicyUrl = http://policy/
nsSslServerName = server
nsCertType = client,server,email,objsign,reserved,sslCA,emailCA,objCA
nsCertType = server
nsCertType = DER:030100
nsCertType = DER:0302000f
tlsfeature = status_request
tlsfeature = status_request,status_request_v2,17,9,0,65535
tlsfeature = DER:3000
tlsfeature = DER:3004020200ff
tlsfeature = DER:30030201ff
tlsfeature = DER:300902070102030405ff01
noCheck = ignored
noCheck = critical,ignored
noCheck = DER:0101ff
proxyCertInfo = critical,language:id-ppl-anyLanguage,pathlen:3,policy:text:AB
proxyCertInfo = language:id-ppl-inheritAll
proxyCertInfo = critical,@proxy_full
proxyCertInfo = @proxy_any
proxyCertInfo = language:1.2.3.4,policy:hex:0a0b41
proxyCertInfo = language:id-ppl-independent,pathlen:0
sbgp-ipAddrBlock = critical,@ip_block
sbgp-ipAddrBlock = @ip_inherit
sbgp-ipAddrBlock = @ip_safi
sbgp-ipAddrBlock = IPv4:10.1.2.0/24,IPv4:10.1.4.0-10.1.9.255,IPv6:2001:db8::/33
sbgp-ipAddrBlock = IPv4:0.0.0.0/0,IPv6:::/0
sbgp-ipAddrBlock = IPv4:1.2.3.4/32,IPv6:2001:db8::1/128
sbgp-ipAddrBlock = DER:3000
sbgp-ipAddrBlock = DER:300c300a04020001300403020001
sbgp-ipAddrBlock = DER:300c300a04020003300403020001
sbgp-ipAddrBlock = DER:3008300604020001 0500
sbgp-ipAddrBlock = DER:300d300b0403000180300403020001
sbgp-autonomousSysNum = critical,AS:64496,AS:64500-64510,RDI:5
sbgp-autonomousSysNum = @as_block
sbgp-autonomousSysNum = @as_inherit
sbgp-autonomousSysNum = AS:0-4294967295
sbgp-autonomousSysNum = DER:3000
sbgp-autonomousSysNum = DER:3004a0020500
ct_precert_poison = DER:0500
ct_precert_poison = critical,DER:0500
ct_precert_poison = DER:0400
ct_precert_scts = DER:04020000
ct_precert_scts = DER:0400
ct_precert_scts = DER:04050003000101
ct_precert_scts = DER:043f003d003b00aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa0000018bcfe568000000040300080102030405060708ffff
ct_precert_scts = DER:043d003b003900aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa0000018bcfe56800000004030008 0102030405060708
ct_precert_scts = DER:043d003b003900aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa0000018bcfe568ff000004030008 0102030405060708
ct_precert_scts = DER:043d003b003900aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa0000018bcfe568ff000006030008 0102030405060708
ct_precert_scts = DER:043d003b003900aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaffffff8bcfe568ff000004030008 0102030405060708
ct_precert_scts = DER:0409000700050102030405
ct_precert_scts = DER:04820003000100
privateKeyUsagePeriod = DER:3022800f32303230303130313030303030305a810f32303330303130313030303030305a
privateKeyUsagePeriod = DER:3011800f32303230303130313030303030305a
privateKeyUsagePeriod = DER:3011810f32303330303130313030303030305a
privateKeyUsagePeriod = DER:3000
privateKeyUsagePeriod = DER:3011810f32303331333130313030303030305a
2.5.29.9 = DER:3020300f06082b06010505070904310313014d300d06082b06010505070909310113
2.5.29.9 = DER:3000
2.5.29.46 = DER:30023000
1.2.840.113549.1.9.15 = DER:300d300b0609608648016503040102
qcStatements = DER:301830080606040 08e46010130 0c06086 50 4 00 8e4 6 0103 02 01 0f
qcStatements = DER:300a3008060604008e460101
biometricInfo = DER:3000
1.3.6.1.5.5.7.48.1.6 = DER:180f32303230303130313030303030305a
1.3.6.1.5.5.7.48.1.7 = DER:160141
2.5.29.24 = DER:180f32303230303130313030303030305a
2.5.29.21 = DER:0a0101
2.5.29.20 = DER:020105
2.5.29.20 = DER:0211ff0102030405060708090a0b0c0d0e0f10
2.5.29.20 = DER:0211010102030405060708090a0b0c0d0e0f10
2.5.29.27 = DER:020105
2.5.29.29 = DER:3006820461626364
2.5.29.23 = DER:06072a8648ce380201
2.5.29.21 = DER:0a0164
2.5.29.21 = DER:0a017f
2.5.29.24 = DER:170d3230303130313030303030305a
1.2.3.4.5 = ASN1:UTF8String:hello world
1.2.3.4.5 = critical,DER:04:05:06:ff:80:41:0a:0d:20:7e:7f:00
1.2.3.4.5 = ASN1:SEQUENCE:seq
1.2.3.4.5 = ASN1:FORMAT:HEX,OCT:00010203
1.2.3.4.5 = ASN1:EXP:2,IMP:3U,IA5:text
1.2.3.4.5 = ASN1:GENTIME:20200101000000Z
1.2.3.4.5 = ASN1:FORMAT:BITLIST,BITSTRING:1
1.2.3.4.5 = ASN1:OCTWRAP,SEQWRAP,SETWRAP,BITWRAP,NULL
1.2.3.4.5 = ASN1:UTC:200101000000Z
2.5.29.15 = critical,DER:0304
1.3.6.1.4.1.311.20.2 = DER:1e0400430041
1.3.6.1.4.1.311.21.1 = DER:020100
1.3.6.1.4.1.311.21.7 = DER:300f06072b0601040182370215 02010402 0105
1.3.6.1.4.1.311.21.10 = DER:300c300a06082b06010505070302
1.3.6.1.4.1.311.25.2 = DER:3003020101
1.2.840.113533.7.65.0 = DER:300a1b0456372e30030204b0
2.16.840.1.113730.1.100 = DER:1600
1.3.36.8.3.13 = DER:0c0141
1.3.6.1.5.5.7.1.26 = DER:3003020105
1.3.6.1.5.5.7.1.28 = DER:3000
2.5.29.54 = DER:020200ff
2.5.29.55 = DER:3000
2.5.29.17 = critical,DER:ff
subjectSignTool = DER:0c03616263
issuerSignTool = DER:3000
issuerSignTool = DER:300c0c01610c01620c01630c0164
1.3.6.1.5.5.7.48.1.2 = DER:0401aa
1.3.101.1.4.1 = DER:301902010030143008020105040361626330080202012c040200ff
1.3.101.1.4.1 = DER:300502010b3000
1.3.101.1.4.1 = DER:30050201ff3000
1.3.101.1.4.1 = DER:30050201f03000
1.3.101.1.4.1 = DER:3003020100
1.3.101.1.4.1 = DER:300d02090100000000000000003000
`
  .trim()
  .split('\n');
