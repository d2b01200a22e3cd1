"""ML-DSA by pyca/cryptography: one JSON object a line on stdin, one answer a line on stdout; octets are hexadecimal."""
import json
import sys

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import serialization


def verifies(key, signature, data, context):
    try:
        key.verify(signature, data, context)
        return True
    except InvalidSignature:
        return False


for line in sys.stdin:
    question = {name: bytes.fromhex(value) for name, value in json.loads(line).items()}
    private = serialization.load_der_private_key(question["pkcs8"], None)
    public = serialization.load_der_public_key(question["spki"])
    data, context = question["data"], question["context"]
    der = serialization.Encoding.DER
    answer = {
        "spki": private.public_key().public_bytes(der, serialization.PublicFormat.SubjectPublicKeyInfo).hex(),
        "pkcs8": private.private_bytes(der, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()).hex(),
        "verified": verifies(public, question["signature"], data, context),
        "verifiedOther": verifies(public, question["signature"], data + b"x", context),
        "signature": private.sign(data, context).hex(),
    }
    print(json.dumps(answer), flush=True)
