/** Keys that OpenSSL 3.0.19 made, each under the command that made it. They protect nothing. */

/** `openssl genrsa 1024` */
export const rsaPkcs8: string = `-----BEGIN PRIVATE KEY-----
MIICdwIBADANBgkqhkiG9w0BAQEFAASCAmEwggJdAgEAAoGBAJindGWIQDftq1l3
WcEFLN+uRKf6zwZyghBwJcLeR9rzZcFalUgkyWhZmwnD0RHJwuJf7jYYC1iTT80w
ibsylKaxY2lPrI861sXzDaiv7ryI3phSS5JYhTK+ruYkteN0s1jZqRKbyJlIkoMl
bn2p44iebDYn5UNXJAf0KtdXbw4pAgMBAAECgYAHB58ald2vNaiwZAikFOLuIg5T
Vf92ootOyntSr/3LHW5QKyW4vsjvn0C+gF/+W7Y3yocjwpOzLoV8Q4H0Nu4VdNy0
7GoLDYl2XTSKImZSYmc3os9spDnGfPQa/eoPB7NxyfSPYHY2mGKgp9mkLpjFZgDV
JApfEkdU57FZysAASQJBAMZp0gG86pJnZ6biNy33FwwH3vHamF6eTM+a46E9zNGK
l1WwA5dWtag2mSuoxyYYgCnM7B5bQDFd54WN546NTbcCQQDE9bURShx3MXR3A6HH
JTcnigogkD0EYoL3gqAdlzlEHZo1OevQOlMI7bk+9r0cZWnwG2AEfbQJPR6mEQUm
4oMfAkEAlbplcEpP+gtufNFZMqa0DbAi3gBH258597C69oLcfYRIj7E0BJC6pSYO
kJPdNTJoBSNPS9kwqBBlFrPvefPIIQJABVQUYvRbUsouuW2KueWC2Xn9jiX40J6N
pn6NMF+/99zJKDl57Lc3Od2cjlyEfzkrJYjIDzcLYNibdKivN/8WxwJBAJEnTmh6
2++ZKRt6Dvl/WNmE2knrLEkV6DjDxkD0FPfhXVPY2WN9K8w2SjpEHjc8UgdN/8hO
mNHxaM/f1ddg9yk=
-----END PRIVATE KEY-----
`;

/** `openssl pkey -traditional, of rsaPkcs8` */
export const rsaPkcs1: string = `-----BEGIN RSA PRIVATE KEY-----
MIICXQIBAAKBgQCYp3RliEA37atZd1nBBSzfrkSn+s8GcoIQcCXC3kfa82XBWpVI
JMloWZsJw9ERycLiX+42GAtYk0/NMIm7MpSmsWNpT6yPOtbF8w2or+68iN6YUkuS
WIUyvq7mJLXjdLNY2akSm8iZSJKDJW59qeOInmw2J+VDVyQH9CrXV28OKQIDAQAB
AoGABwefGpXdrzWosGQIpBTi7iIOU1X/dqKLTsp7Uq/9yx1uUCsluL7I759AvoBf
/lu2N8qHI8KTsy6FfEOB9DbuFXTctOxqCw2Jdl00iiJmUmJnN6LPbKQ5xnz0Gv3q
Dwezccn0j2B2NphioKfZpC6YxWYA1SQKXxJHVOexWcrAAEkCQQDGadIBvOqSZ2em
4jct9xcMB97x2phenkzPmuOhPczRipdVsAOXVrWoNpkrqMcmGIApzOweW0AxXeeF
jeeOjU23AkEAxPW1EUocdzF0dwOhxyU3J4oKIJA9BGKC94KgHZc5RB2aNTnr0DpT
CO25Pva9HGVp8BtgBH20CT0ephEFJuKDHwJBAJW6ZXBKT/oLbnzRWTKmtA2wIt4A
R9ufOfewuvaC3H2ESI+xNASQuqUmDpCT3TUyaAUjT0vZMKgQZRaz73nzyCECQAVU
FGL0W1LKLrltirnlgtl5/Y4l+NCejaZ+jTBfv/fcySg5eey3NzndnI5chH85KyWI
yA83C2DYm3Sorzf/FscCQQCRJ05oetvvmSkbeg75f1jZhNpJ6yxJFeg4w8ZA9BT3
4V1T2NljfSvMNko6RB43PFIHTf/ITpjR8WjP39XXYPcp
-----END RSA PRIVATE KEY-----
`;

/** `openssl pkey -pubout, of rsaPkcs8` */
export const rsaPublic: string = `-----BEGIN PUBLIC KEY-----
MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQCYp3RliEA37atZd1nBBSzfrkSn
+s8GcoIQcCXC3kfa82XBWpVIJMloWZsJw9ERycLiX+42GAtYk0/NMIm7MpSmsWNp
T6yPOtbF8w2or+68iN6YUkuSWIUyvq7mJLXjdLNY2akSm8iZSJKDJW59qeOInmw2
J+VDVyQH9CrXV28OKQIDAQAB
-----END PUBLIC KEY-----
`;

/** `openssl ecparam -genkey -name prime256v1` */
export const p256Sec1: string = `-----BEGIN EC PARAMETERS-----
BggqhkjOPQMBBw==
-----END EC PARAMETERS-----
-----BEGIN EC PRIVATE KEY-----
MHcCAQEEIIQUzB2yvle48SJI2lgpf4tBGBmWxG+cBy+kRTkN8f9IoAoGCCqGSM49
AwEHoUQDQgAE43WxD3gS7qGMeRZBLOG71vko8iuh3CGEisJ2MqFrzUiHlf2mVSYY
oVQefU+VDq9Y1Qo3uMo8PxvJHyZbZ8jneQ==
-----END EC PRIVATE KEY-----
`;

/** `openssl pkey, of p256Sec1` */
export const p256Pkcs8: string = `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQghBTMHbK+V7jxIkja
WCl/i0EYGZbEb5wHL6RFOQ3x/0ihRANCAATjdbEPeBLuoYx5FkEs4bvW+SjyK6Hc
IYSKwnYyoWvNSIeV/aZVJhihVB59T5UOr1jVCje4yjw/G8kfJltnyOd5
-----END PRIVATE KEY-----
`;

/** `openssl pkey -pubout, of p256Sec1` */
export const p256Public: string = `-----BEGIN PUBLIC KEY-----
MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE43WxD3gS7qGMeRZBLOG71vko8iuh
3CGEisJ2MqFrzUiHlf2mVSYYoVQefU+VDq9Y1Qo3uMo8PxvJHyZbZ8jneQ==
-----END PUBLIC KEY-----
`;

/** `openssl ecparam -genkey -name secp384r1 | openssl pkey` */
export const p384Pkcs8: string = `-----BEGIN PRIVATE KEY-----
MIG2AgEAMBAGByqGSM49AgEGBSuBBAAiBIGeMIGbAgEBBDC8zJ88QxAy1y1Uz+mw
u80gvga4+MK4BFhozB/+2uFvkgP81crsRrV/fv84xqkaWMWhZANiAAROMJnTRugT
sPIYJdKH4+zK+zfX/HMWGYj4/tJpOEJF3okTaeXJrbo1iY7r9ralqj0PdPl+BEsg
TmHCXW4ZEtCg2oNG/rWI+zv/NoE5DmGDKR53bHXdP6dm8oSRST4cMi4=
-----END PRIVATE KEY-----
`;

/** `openssl pkey -pubout, of p384Pkcs8` */
export const p384Public: string = `-----BEGIN PUBLIC KEY-----
MHYwEAYHKoZIzj0CAQYFK4EEACIDYgAETjCZ00boE7DyGCXSh+Psyvs31/xzFhmI
+P7SaThCRd6JE2nlya26NYmO6/a2pao9D3T5fgRLIE5hwl1uGRLQoNqDRv61iPs7
/zaBOQ5hgyked2x13T+nZvKEkUk+HDIu
-----END PUBLIC KEY-----
`;

/** `openssl ecparam -genkey -name secp521r1 | openssl pkey` */
export const p521Pkcs8: string = `-----BEGIN PRIVATE KEY-----
MIHuAgEAMBAGByqGSM49AgEGBSuBBAAjBIHWMIHTAgEBBEIAEqszLyp5IZJVQqi9
ivcsVL0MgfsjSbxUg8CT+xvNfU8SfevN9qTEeeKcD/O/bcfJJkuMGMjcKLs56aXd
u51Ie8mhgYkDgYYABAH+L4WNtgvs38cqT4f88rWZXLPJLa49kXaloEb6jWtMVoaY
XnceSsMAee1HQ7LCJCdWRyUX7S3Vd0aXYQBDTuvBnADh4CTLFe/iza3zsexDj6DI
rpDxgYBUann05oWpxZ8X5ih+TAREib9XoOGHr/8YtHhiSreZNzKH3kAHGl6OBH3r
Ww==
-----END PRIVATE KEY-----
`;

/** `openssl pkey -pubout, of p521Pkcs8` */
export const p521Public: string = `-----BEGIN PUBLIC KEY-----
MIGbMBAGByqGSM49AgEGBSuBBAAjA4GGAAQB/i+FjbYL7N/HKk+H/PK1mVyzyS2u
PZF2paBG+o1rTFaGmF53HkrDAHntR0OywiQnVkclF+0t1XdGl2EAQ07rwZwA4eAk
yxXv4s2t87HsQ4+gyK6Q8YGAVGp59OaFqcWfF+YofkwERIm/V6Dhh6//GLR4Ykq3
mTcyh95ABxpejgR961s=
-----END PUBLIC KEY-----
`;

/** `openssl ec -no_public, of p256Sec1` */
export const p256WithoutPoint: string = `-----BEGIN EC PRIVATE KEY-----
MDECAQEEIIQUzB2yvle48SJI2lgpf4tBGBmWxG+cBy+kRTkN8f9IoAoGCCqGSM49
AwEH
-----END EC PRIVATE KEY-----
`;

/** `openssl ec -pubout -conv_form compressed, of p256Sec1` */
export const p256Compressed: string = `-----BEGIN PUBLIC KEY-----
MDkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDIgAD43WxD3gS7qGMeRZBLOG71vko8iuh
3CGEisJ2MqFrzUg=
-----END PUBLIC KEY-----
`;

/** `openssl ec -pubout -conv_form hybrid, of p256Sec1` */
export const p256Hybrid: string = `-----BEGIN PUBLIC KEY-----
MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAH43WxD3gS7qGMeRZBLOG71vko8iuh
3CGEisJ2MqFrzUiHlf2mVSYYoVQefU+VDq9Y1Qo3uMo8PxvJHyZbZ8jneQ==
-----END PUBLIC KEY-----
`;

/** `openssl ec -param_enc explicit, of p256Sec1` */
export const p256Explicit: string = `-----BEGIN EC PRIVATE KEY-----
MIIBaAIBAQQghBTMHbK+V7jxIkjaWCl/i0EYGZbEb5wHL6RFOQ3x/0iggfowgfcC
AQEwLAYHKoZIzj0BAQIhAP////8AAAABAAAAAAAAAAAAAAAA////////////////
MFsEIP////8AAAABAAAAAAAAAAAAAAAA///////////////8BCBaxjXYqjqT57Pr
vVV2mIa8ZR0GsMxTsPY7zjw+J9JgSwMVAMSdNgiG5wSTamZ44ROdJreBn36QBEEE
axfR8uEsQkf4vOblY6RA8ncDfYEt6zOg9KE5RdiYwpZP40Li/hp/m47n60p8D54W
K84zV2sxXs7LtkBoN79R9QIhAP////8AAAAA//////////+85vqtpxeehPO5ysL8
YyVRAgEBoUQDQgAE43WxD3gS7qGMeRZBLOG71vko8iuh3CGEisJ2MqFrzUiHlf2m
VSYYoVQefU+VDq9Y1Qo3uMo8PxvJHyZbZ8jneQ==
-----END EC PRIVATE KEY-----
`;

/** `openssl pkey -pubout, of p256Explicit` */
export const p256ExplicitPublic: string = `-----BEGIN PUBLIC KEY-----
MIIBSzCCAQMGByqGSM49AgEwgfcCAQEwLAYHKoZIzj0BAQIhAP////8AAAABAAAA
AAAAAAAAAAAA////////////////MFsEIP////8AAAABAAAAAAAAAAAAAAAA////
///////////8BCBaxjXYqjqT57PrvVV2mIa8ZR0GsMxTsPY7zjw+J9JgSwMVAMSd
NgiG5wSTamZ44ROdJreBn36QBEEEaxfR8uEsQkf4vOblY6RA8ncDfYEt6zOg9KE5
RdiYwpZP40Li/hp/m47n60p8D54WK84zV2sxXs7LtkBoN79R9QIhAP////8AAAAA
//////////+85vqtpxeehPO5ysL8YyVRAgEBA0IABON1sQ94Eu6hjHkWQSzhu9b5
KPIrodwhhIrCdjKha81Ih5X9plUmGKFUHn1PlQ6vWNUKN7jKPD8byR8mW2fI53k=
-----END PUBLIC KEY-----
`;

/** `openssl ecparam -genkey -name secp256k1 -noout | openssl pkey -pubout` */
export const secp256k1Public: string = `-----BEGIN PUBLIC KEY-----
MFYwEAYHKoZIzj0CAQYFK4EEAAoDQgAEcMSFxUmRE0Ka+qT9+HbN79Eo2UmMeiRJ
bI9eEyQ5SmNX9mx4H8iFufsw6wnSVedqvbfd9fsUy6QxWLRaygJuWA==
-----END PUBLIC KEY-----
`;

/** `openssl genpkey -algorithm x25519` */
export const x25519Pkcs8: string = `-----BEGIN PRIVATE KEY-----
MC4CAQAwBQYDK2VuBCIEIBgmc4XdJAPnzjQ0EUFlFlSTjpprxNi97o4neLZx78Nb
-----END PRIVATE KEY-----
`;

/** `openssl pkey -pubout, of x25519Pkcs8` */
export const x25519Public: string = `-----BEGIN PUBLIC KEY-----
MCowBQYDK2VuAyEAsdWJ6zHDYC3bHn8QScBE8c0gGmJaWkxvDlca8d9GAmg=
-----END PUBLIC KEY-----
`;

/** `openssl rsa -traditional -aes128 -passout pass:pw, of rsaPkcs8` */
export const rsaLegacyEncrypted: string = `-----BEGIN RSA PRIVATE KEY-----
Proc-Type: 4,ENCRYPTED
DEK-Info: AES-128-CBC,CCEDAB1D0E812457BBDBC52D2F3BA88B

7Uyo/UCnDEE4NOEDiOsqdYP10ulWzMBx1jk29QtZLsPfWMul6b2FKo8K8ATBkQww
hfqwmSIzJOspz9E0r5ZaqZjfjM25cSi4+tqIs6RnLwcqf2D+xwe/3Ekr4i2HvxJL
RVZwhGtpXSBHAThI83eobte+HqCuBfZ9QrWJr3R2Dbo1dzvsoVszRcr/Ay0JuVb5
chK7Fs1hMXQ2Bt+D0xGQymQcN3Ac7bHdL6sFTvSPDN6vXIwbvTCqD3mw+agircwH
NXY5aVxLmnAfFpNPQXExIpcg+ON68OatvcDaWeVY0LO9zQlZfGj2H/9845COJfxp
mrhIn8Wsex6k6aJbuHadPm4oupMAZM329U0aKW8pniCahftRN842Th0BNGLbvNyU
Y7XDtbi/Us/G/86z14gEsvL/QmHVOMDWvmf3Tx8/4R4tqWP0a2MuhaEWbx3bGn+f
V1wVIrH2Lf7bEJaiMQ6/Lbl/+24/Be/861/8oB0bcufxAa4HftIZlukITBzEPdKX
1bUzWcneTcrmj2tiHnD/erei7cU/e9h7PzXoWJC25QB2FBBuE+aSNyk5YP9xjutv
Nb2uSpmCEp07uI7D/k7uIgzxqpV3kD789gljUv4GTycaDF4y1x4XT+B3DJMrjJri
GDWOBOdY09Id+tUyW8403RuwcK7kAxcj7mKNnJziBUOFTR/OOJkfBtvOolL6Vvql
EzNalwid0OerQOT3yyjV1EfnWgSTLU4F04QLHeZkljLSGqbrnVqgNw99dDRCjtSh
5VXeAOy7PJKGkxwfsy7Jx+HfySr/nYH5dJ1UXUc3kqUxFGTOCSuJBsbFbHzj+GOq
-----END RSA PRIVATE KEY-----
`;

/** `openssl pkcs8 -topk8 -v2 aes-128-cbc -iter 2048 -passout pass:secret, of p256Pkcs8 (so the five below)` */
export const p256Aes128: string = `-----BEGIN ENCRYPTED PRIVATE KEY-----
MIHsMFcGCSqGSIb3DQEFDTBKMCkGCSqGSIb3DQEFDDAcBAg+hEMZSTapAQICCAAw
DAYIKoZIhvcNAgkFADAdBglghkgBZQMEAQIEEIRx71cpfGeBjiSmzEBWBUsEgZD7
5woTOXWU4WR20mhbIQUKPtS34d1wZ2A3jU7O/y65Sg9/9BGURQ1TEK7y2d41cJ08
ZIFCg68kzFH3CUr9vACJf1XzbF6Fw0GXA7KgIDRW2nIRj4dLDR4yUWgsulRPSsNV
MRqinreDIodQkdVz1QbPwsxS2aKoC8U4IiJEp4x/glrM/m+mZvqu+CLSZy/knYA=
-----END ENCRYPTED PRIVATE KEY-----
`;

/** `-v2 aes-256-cbc -iter 2048` */
export const p256Aes256: string = `-----BEGIN ENCRYPTED PRIVATE KEY-----
MIHsMFcGCSqGSIb3DQEFDTBKMCkGCSqGSIb3DQEFDDAcBAiQvPEq10mPUgICCAAw
DAYIKoZIhvcNAgkFADAdBglghkgBZQMEASoEEDCGF1g9NXprn9V4YDUJqw8EgZAS
B1GNCLapcDyajWPD8mbstbRcRBvnyBi22Znt1JtP/DGYCHoEw6YLIDTi7BWhFUyP
O84gjWOIxhRR1ppF02dvkzqaF38fOHycY20arHoFThd/MYNptDa1BO+8rRrFYG0i
uTCwcUbbxadTBjbkA85gZTRjbnkrWbokjh5qT+c39It9F5fzqxrxrzSnN7P5cdQ=
-----END ENCRYPTED PRIVATE KEY-----
`;

/** `-v2 des3 -iter 2048` */
export const p256TripleDes: string = `-----BEGIN ENCRYPTED PRIVATE KEY-----
MIHjME4GCSqGSIb3DQEFDTBBMCkGCSqGSIb3DQEFDDAcBAifBcxogftA5wICCAAw
DAYIKoZIhvcNAgkFADAUBggqhkiG9w0DBwQIw72WDAdLDaAEgZCy6ikOC5fxkyh2
/N3XOBP/fS6AOJhhFzh/+kgZd+nO6nkqCfrub11htMLqTLBmDOrnhjqrRYMqQAbW
UDMSQnMUe07+/6qhLfu3+xAVHIl/NGrgxDrMVXKEDDM35Hk0mq38sBqwKk1+AnZz
6wAXoV7uuYgej3b2V+oqTrnJLNUumHpLfrHxMlrwMMUqYahbUqM=
-----END ENCRYPTED PRIVATE KEY-----
`;

/** `-v2 aes-192-cbc -v2prf hmacWithSHA512 -iter 1000` */
export const p256Aes192Sha512: string = `-----BEGIN ENCRYPTED PRIVATE KEY-----
MIHsMFcGCSqGSIb3DQEFDTBKMCkGCSqGSIb3DQEFDDAcBAhBQOS01utnewICA+gw
DAYIKoZIhvcNAgsFADAdBglghkgBZQMEARYEENQmMt/NWYCD7QXsVNsvxjQEgZBf
avrj09uGHIoxAdqbLr43Bcp1tdrKq3zWqkJqY18B7FOH7LAXxwc0Pc9qmRXv9r3H
FasYsf7f+RxAJOEV4KGiIXAoqTNeEXYOx/cV7lG2FIuoBQhH2NZvC3qo6jiGfjeW
cAiY/zszIab3OJ2doQU29Em59oV9GlcZ6i94ySaNgYCIUv2kbYuRv6DX8L2lwis=
-----END ENCRYPTED PRIVATE KEY-----
`;

/** `-v2 aes-256-cbc -v2prf hmacWithSHA1 -iter 1000` */
export const p256Aes256Sha1: string = `-----BEGIN ENCRYPTED PRIVATE KEY-----
MIHeMEkGCSqGSIb3DQEFDTA8MBsGCSqGSIb3DQEFDDAOBAjZCJcWdXnX7wICA+gw
HQYJYIZIAWUDBAEqBBBjBJUK+gTvhs8EzHaJyNKkBIGQJ7J5plajY5+X6kb3LR+u
yZEREZksP8h+vu/OWGliyn7q+nQRl0SPqw9aoKR9icRz8MZ3XXcYb7QX8B8Z6xbj
ONcI4hGI5QMwJestD//7p+H9iVcYRd9P+ZtFNx54Wy8lLWBVR5n/5iKn/U6ewhZM
xcy9aZlLFr6v4NZF0XOFb6Na+BbmvlGoO6uiiaAlITr3
-----END ENCRYPTED PRIVATE KEY-----
`;

/** `-scrypt` */
export const p256Scrypt: string = `-----BEGIN ENCRYPTED PRIVATE KEY-----
MIHkME8GCSqGSIb3DQEFDTBCMCEGCSsGAQQB2kcECzAUBAiMizuKtpjAugICQAAC
AQgCAQEwHQYJYIZIAWUDBAEqBBCtKKnDzUAIKSyI5J9uLlzLBIGQ3RAfabXiPx0G
rJq8KWD0OA932ATqCqbH5pjGtj8FuSrTvLoF1DqS9wyxtx/W1T4/MKbLrUvYBQvs
WrKTI1Q/wccdBHm/HCuQdB7YH8ciphllA1lFy9rcwJR3eVKKWySKFrg39Sfp/4J6
HPyXrAKzwtO5SKU6ORwyBz1hhpmXAC3eteYlPCODFOpcS7Eq2/4d
-----END ENCRYPTED PRIVATE KEY-----
`;

/** `openssl pkcs8 -topk8 -v1 PBE-SHA1-3DES -passout pass:secret, of p256Pkcs8` */
export const p256Pbes1: string = `-----BEGIN ENCRYPTED PRIVATE KEY-----
MIGxMBwGCiqGSIb3DQEMAQMwDgQIopj7RGB7TVICAggABIGQPmBtdceIRemU/cnP
g7hSMQvv1Vpdxwidibt2v1AQfd1w3kpkkfcvWWpHIJHSA6Ht5iskBDZ3wdQv8RhY
Hd2AikwgNJsrU/B+HJvQySSLFdBJD9JNiK4WsrIMZsq67y0iGPPCOy1EGFXG49zC
IztuIxVGyWjtMo2l22vN2n/6V76MUc6mSntRcq2L2l1HcS7a
-----END ENCRYPTED PRIVATE KEY-----
`;

/** `openssl pkcs8 -topk8 -v2 aes-128-cbc -iter 1000 -passout pass:secret, of x25519Pkcs8` */
export const x25519Encrypted: string = `-----BEGIN ENCRYPTED PRIVATE KEY-----
MIGbMFcGCSqGSIb3DQEFDTBKMCkGCSqGSIb3DQEFDDAcBAgsoZet7qVBsQICA+gw
DAYIKoZIhvcNAgkFADAdBglghkgBZQMEAQIEEKSTGmhLhciq2unVqh8gAJAEQFNz
Da7xk5T+nDvwHtU6A7jek/b/1vct/L2P8RqwVfxdUfkkgY8fyEdFnuzaq7kD7eY4
d+NsDZw/JCBFvhtixXM=
-----END ENCRYPTED PRIVATE KEY-----
`;
