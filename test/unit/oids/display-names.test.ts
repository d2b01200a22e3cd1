import assert from 'node:assert/strict';
import { oid } from '../../../lib/asn1/oid.ts';
import { attributeName, findAttributeType } from '../../../lib/oids/attribute-names.ts';
import { displayName, findOid, longName, shortName } from '../../../lib/oids/display-names.ts';
import * as extensions from '../../../lib/oids/extensions.ts';
import * as names from '../../../lib/oids/names.ts';
import * as purposes from '../../../lib/oids/purposes.ts';

describe('oids/display-names', () => {
  it('knows the names OpenSSL prints', () => {
    assert.equal(shortName(names.COMMON_NAME), 'CN');
    assert.equal(longName(names.COMMON_NAME), 'commonName');
    assert.equal(shortName(names.SERIAL_NUMBER), 'serialNumber');
    assert.equal(longName(names.SERIAL_NUMBER), 'serialNumber');
    assert.equal(shortName(names.STREET_ADDRESS), 'street');
    assert.equal(longName(purposes.SERVER_AUTH), 'TLS Web Server Authentication');
    assert.equal(longName(extensions.BASIC_CONSTRAINTS), 'X509v3 Basic Constraints');
    assert.equal(longName(oid('1.2.840.113549.1.1.11')), 'sha256WithRSAEncryption');
    assert.equal(shortName(oid('1.2.840.10045.3.1.7')), 'prime256v1');
    assert.equal(shortName(oid('1.2.3.4')), undefined);
  });

  it('has a name for every constant', () => {
    for (const value of [...Object.values(extensions), ...Object.values(names), ...Object.values(purposes)])
      assert.equal(typeof shortName(value), 'string', value);
  });

  it('finds by short name, long name and known identifier', () => {
    assert.equal(findOid('CN'), names.COMMON_NAME);
    assert.equal(findOid('commonName'), names.COMMON_NAME);
    assert.equal(findOid('2.5.4.3'), names.COMMON_NAME);
    assert.equal(findOid('SN'), names.SURNAME);
    assert.equal(findOid('cn'), undefined);
    assert.equal(findOid('1.2.3.4'), undefined);
    assert.equal(findAttributeType('cn'), names.COMMON_NAME);
    assert.equal(findAttributeType('COMMONNAME'), names.COMMON_NAME);
    assert.equal(findAttributeType('UID'), names.USER_ID);
    assert.equal(findAttributeType('uid'), '0.9.2342.19200300.100.1.44');
    assert.equal(findAttributeType('serverAuth'), undefined);
  });

  it('keeps the attribute types of names apart', () => {
    assert.deepEqual(attributeName(names.COMMON_NAME), displayName(names.COMMON_NAME));
    assert.equal(attributeName(purposes.SERVER_AUTH), undefined);
  });

  it('finds nothing under the names of object properties', () => {
    for (const text of ['__proto__', 'constructor', 'toString', '']) {
      assert.equal(findOid(text), undefined);
      assert.equal(findAttributeType(text), undefined);
    }
  });
});
