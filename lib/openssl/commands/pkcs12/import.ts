/** `openssl pkcs12` (3.0) without `-export`: a PKCS #12 file as PEM, in the order of its bags. */
import { encodePem } from '../../../asn1/pem.ts';
import { PkiError } from '../../../base/error.ts';
import { openPkcs12, readPkcs12Mac } from '../../../keystore/pkcs12/open.ts';
import type { Pkcs12Bag, Pkcs12File, Pkcs12Mac } from '../../../keystore/pkcs12/types.ts';
import type { PrivateKey } from '../../../keys/types.ts';
import { LOCAL_KEY_ID } from '../../../oids/pkcs12.ts';
import { cipherOption } from '../../ciphers.ts';
import { CommandFailure, failureOf } from '../../failure.ts';
import { readOrFail, writeOutput } from '../../files.ts';
import type { OpensslHost } from '../../host.ts';
import { type Lock, lockOf, pkcs8File } from '../../key-output.ts';
import { outputOctets } from '../../octets.ts';
import { type CommandLine, hasOption, optionValue } from '../../options.ts';
import { lastOf } from './options.ts';
import type { Pkcs12Passphrases } from './passphrases.ts';
import { attributesText, encryptionText, keyAttributes, macText, objectText, valueText } from './text.ts';
import { nameLine, Output } from '../../print.ts';

/** What of the file is wanted. */
interface Wanted {
  readonly keys: boolean;
  readonly certificates: (ofKey: boolean) => boolean;
  /** Says something that only `-info` asks for. */
  readonly info: (text: string) => void;
  /** Says something. */
  readonly talk: (text: string) => void;
  /** PEM of a key. */
  readonly key: (key: PrivateKey) => Promise<Uint8Array>;
}

/** Reads the file and writes what the options ask for. Throws a `CommandFailure`. */
export async function importPkcs12(line: CommandLine, host: OpensslHost, passphrases: Pkcs12Passphrases): Promise<number> {
  const path = optionValue(line, 'in');
  const file = await readOrFail(host, path, `Can't open "${path}" for reading`);
  const mac = macOf(file);
  const { passphrase, macPassphrase } = await passphrases.ask();
  const silent = hasOption(line, 'noout');
  const talk = (text: string): void => host.stderr(text);
  const info = (text: string): void => {
    if (hasOption(line, 'info')) talk(text);
  };
  if (mac !== undefined) info(macText(mac));
  const skipMac = hasOption(line, 'nomacver');
  if (mac === undefined && !skipMac) host.stderr('Warning: MAC is absent!\n');
  const opened = orFail(() => openPkcs12(file, { passphrase, macPassphrase, allowUnauthenticated: true, skipMac }));
  if (opened.findings.some(({ code }) => code === 'password-spelling')) host.stderr('Warning: using broken algorithm\n');
  const cipher = cipherOption(line) ?? (hasOption(line, 'legacy') ? 'DES-EDE3-CBC' : 'AES-256-CBC');
  const plain = ['nodes', 'noenc'].includes(lastOf(line, 'nodes', 'noenc', 'cipher') ?? '');
  const lock = (): Promise<Lock | undefined> => lockOf(plain ? undefined : cipher, passphrases.output, host);
  const output = new Output();
  await print(opened, output, {
    keys: !silent && !hasOption(line, 'nokeys'),
    certificates: (ofKey) => !silent && !hasOption(line, 'nocerts') && !hasOption(line, ofKey ? 'cacerts' : 'clcerts'),
    info,
    talk,
    key: async (key) => pkcs8File(key, 'PEM', await lock()),
  });
  if (!silent) await writeOutput(host, optionValue(line, 'out'), output.finish(), { secret: true });
  return 0;
}

/** OpenSSL says nothing of a file that is none but what is in its error queue. */
function macOf(file: Uint8Array): Pkcs12Mac | undefined {
  try {
    return readPkcs12Mac(file);
  } catch (error) {
    throw failureOf(error);
  }
}

function orFail<T>(body: () => T): T {
  try {
    return body();
  } catch (error) {
    if (error instanceof PkiError && error.path === 'macData' && ['wrong-passphrase', 'passphrase-required'].includes(error.code))
      throw new CommandFailure(['Mac verify error: invalid password?']);
    throw failureOf(error, 'Error outputting keys and certificates');
  }
}

async function print({ safes }: Pkcs12File, output: Output, wanted: Wanted): Promise<void> {
  for (const { encryption, bags } of safes) {
    wanted.info(encryption === undefined ? 'PKCS7 Data\n' : `PKCS7 Encrypted data: ${encryptionText(encryption)}`);
    for (const bag of bags) await printBag(bag, output, wanted);
  }
}

async function printBag(bag: Pkcs12Bag, output: Output, wanted: Wanted): Promise<void> {
  switch (bag.kind) {
    case 'key':
    case 'unsupported-key':
      wanted.info(bag.encryption === undefined ? 'Key bag\n' : `Shrouded Keybag: ${encryptionText(bag.encryption)}`);
      if (!wanted.keys) return;
      if (bag.kind === 'unsupported-key')
        throw new CommandFailure([
          'Error outputting keys and certificates',
          `certwright: a private key of a kind that is not read: ${bag.problem}`,
        ]);
      output.add(outputOctets(attributesText('Bag Attributes', bag.attributes)));
      output.add(outputOctets(attributesText('Key Attributes', keyAttributes(bag.pkcs8))));
      output.add(await wanted.key(bag.key));
      return;
    case 'certificate': {
      wanted.info('Certificate bag\n');
      if (!wanted.certificates(bag.attributes.some(({ type }) => type === LOCAL_KEY_ID))) return;
      output.add(outputOctets(attributesText('Bag Attributes', bag.attributes)));
      const { certificate } = bag;
      output.add(nameLine('subject', certificate.subject) + nameLine('issuer', certificate.issuer));
      output.add(encodePem('CERTIFICATE', certificate.der));
      return;
    }
    case 'other-certificate':
      wanted.info('Certificate bag\n');
      if (wanted.certificates(bag.attributes.some(({ type }) => type === LOCAL_KEY_ID)))
        output.add(outputOctets(attributesText('Bag Attributes', bag.attributes)));
      return;
    case 'secret':
      wanted.info('Secret bag\n');
      output.add(outputOctets(attributesText('Bag Attributes', bag.attributes)));
      wanted.talk(`Bag Type: ${objectText(bag.type)}\nBag Value: `);
      output.add(outputOctets(valueText(bag.value)));
      return;
    default:
      wanted.talk(`Warning unsupported bag type: ${bag.kind === 'unknown' ? objectText(bag.type) : 'crlBag'}\n`);
  }
}
