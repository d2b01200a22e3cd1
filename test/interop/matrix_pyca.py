"""Reads and writes keys in containers with pyca/cryptography: a JSON list of tasks on standard input, a list of answers on standard output."""

import base64
import datetime
import json
import sys

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization as s
from cryptography.hazmat.primitives.asymmetric import ec, ed448, ed25519, rsa, x448, x25519
from cryptography.hazmat.primitives.serialization import pkcs7, pkcs12


def spki(key):
    return key.public_bytes(s.Encoding.DER, s.PublicFormat.SubjectPublicKeyInfo)


def checked(signed, key):
    """The key, where the signature of a self-signed thing is good; keys for agreement sign nothing."""
    if isinstance(key, (x25519.X25519PublicKey, x448.X448PublicKey)):
        return spki(key)
    if isinstance(key, ec.EllipticCurvePublicKey):
        key.verify(signed.signature, tbs(signed), ec.ECDSA(signed.signature_hash_algorithm))
    elif isinstance(key, rsa.RSAPublicKey):
        parameters = signed.signature_algorithm_parameters
        key.verify(signed.signature, tbs(signed), parameters, signed.signature_hash_algorithm)
    else:
        key.verify(signed.signature, tbs(signed))
    return spki(key)


def tbs(signed):
    for name in ("tbs_certificate_bytes", "tbs_certrequest_bytes", "tbs_certlist_bytes"):
        if hasattr(signed, name):
            return getattr(signed, name)
    raise TypeError("nothing signed")


def read(container, data, passphrase):
    if container in ("PKCS#8 PEM", "traditional"):
        return spki(s.load_pem_private_key(data, None).public_key())
    if container == "PKCS#8 DER":
        return spki(s.load_der_private_key(data, None).public_key())
    if container in ("PKCS#8 AES", "PKCS#8 scrypt", "traditional AES"):
        return spki(s.load_pem_private_key(data, passphrase).public_key())
    if container == "SPKI":
        return spki(s.load_pem_public_key(data))
    if container == "OpenSSH":
        return spki(s.load_ssh_private_key(data, None).public_key())
    if container in ("PKCS#12", "PKCS#12 legacy"):
        key, certificate, _ = pkcs12.load_key_and_certificates(data, passphrase)
        if spki(certificate.public_key()) != spki(key.public_key()):
            raise ValueError("key and certificate differ")
        return spki(key.public_key())
    if container == "certificate":
        certificate = x509.load_pem_x509_certificate(data)
        return checked(certificate, certificate.public_key())
    if container == "PKCS#7":
        (certificate,) = pkcs7.load_pem_pkcs7_certificates(data)
        return checked(certificate, certificate.public_key())
    if container == "request":
        request = x509.load_pem_x509_csr(data)
        return checked(request, request.public_key())
    if container == "CRL":
        crl = x509.load_pem_x509_crl(data[data.index(b"-----BEGIN X509 CRL") :])
        key = x509.load_pem_x509_certificate(data).public_key()
        return checked(crl, key)
    raise KeyError(container)


def digest(key):
    return None if isinstance(key, (ed25519.Ed25519PrivateKey, ed448.Ed448PrivateKey)) else hashes.SHA256()


def named(common_name):
    return x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, common_name)])


def self_signed(key):
    now = datetime.datetime.now(datetime.timezone.utc)
    day = datetime.timedelta(days=1)
    return (
        x509.CertificateBuilder()
        .subject_name(named("pyca"))
        .issuer_name(named("pyca"))
        .public_key(key.public_key())
        .serial_number(77)
        .not_valid_before(now - day)
        .not_valid_after(now + day)
        .sign(key, digest(key))
    )


def write(container, key, certificate, passphrase):
    pem, der, plain = s.Encoding.PEM, s.Encoding.DER, s.NoEncryption()
    private = key.private_bytes
    if container == "PKCS#8 PEM":
        return private(pem, s.PrivateFormat.PKCS8, plain)
    if container == "PKCS#8 DER":
        return private(der, s.PrivateFormat.PKCS8, plain)
    if container == "PKCS#8 AES":
        return private(pem, s.PrivateFormat.PKCS8, s.BestAvailableEncryption(passphrase))
    if container == "traditional":
        return private(pem, s.PrivateFormat.TraditionalOpenSSL, plain)
    if container == "traditional AES":
        return private(pem, s.PrivateFormat.TraditionalOpenSSL, s.BestAvailableEncryption(passphrase))
    if container == "SPKI":
        return key.public_key().public_bytes(pem, s.PublicFormat.SubjectPublicKeyInfo)
    if container == "OpenSSH":
        return private(pem, s.PrivateFormat.OpenSSH, plain)
    if container == "PKCS#12":
        return pkcs12.serialize_key_and_certificates(b"entry", key, certificate, None, s.BestAvailableEncryption(passphrase))
    if container == "PKCS#12 legacy":
        scheme = s.PrivateFormat.PKCS12.encryption_builder().kdf_rounds(2048)
        scheme = scheme.key_cert_algorithm(pkcs12.PBES.PBESv1SHA1And3KeyTripleDESCBC).hmac_hash(hashes.SHA1())
        return pkcs12.serialize_key_and_certificates(b"entry", key, certificate, None, scheme.build(passphrase))
    if container == "certificate":
        return self_signed(key).public_bytes(pem)
    if container == "PKCS#7":
        return pkcs7.serialize_certificates([certificate], pem)
    if container == "request":
        return x509.CertificateSigningRequestBuilder().subject_name(named("pyca")).sign(key, digest(key)).public_bytes(pem)
    if container == "CRL":
        issuer = self_signed(key)
        now = datetime.datetime.now(datetime.timezone.utc)
        crl = x509.CertificateRevocationListBuilder().issuer_name(issuer.subject).last_update(now)
        crl = crl.next_update(now + datetime.timedelta(days=1)).sign(key, digest(key))
        return issuer.public_bytes(pem) + crl.public_bytes(pem)
    raise KeyError(container)


def answer(task):
    passphrase = task["passphrase"].encode()
    data = base64.b64decode(task["data"])
    try:
        if task["op"] == "read":
            result = read(task["container"], data, passphrase)
        else:
            certificate = x509.load_der_x509_certificate(base64.b64decode(task["certificate"]))
            result = write(task["container"], s.load_der_private_key(data, None), certificate, passphrase)
        return {"data": base64.b64encode(result).decode()}
    except Exception as error:  # every refusal of the library under test is an answer
        return {"error": f"{type(error).__name__}: {error}"}


if __name__ == "__main__":
    json.dump([answer(task) for task in json.load(sys.stdin)], sys.stdout)
