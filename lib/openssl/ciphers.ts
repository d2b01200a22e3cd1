/** Ciphers that key files are encrypted with, by OpenSSL's names. */
import type { WrittenCipher } from '../keystore/pbes2-cipher.ts';
import { CommandFailure } from './failure.ts';
import type { CommandLine } from './options.ts';

const CIPHERS: Readonly<Record<string, WrittenCipher>> = {
  aes128: 'AES-128-CBC',
  'aes-128-cbc': 'AES-128-CBC',
  aes192: 'AES-192-CBC',
  'aes-192-cbc': 'AES-192-CBC',
  aes256: 'AES-256-CBC',
  'aes-256-cbc': 'AES-256-CBC',
  des3: 'DES-EDE3-CBC',
  'des-ede3-cbc': 'DES-EDE3-CBC',
};

/** Names of OpenSSL's other ciphers. */
const OTHERS =
  /^(?:aria|camellia)-?(?:128|192|256)(?:-\w+)?$|^aes-(?:128|192|256)-\w+$|^(?:bf|blowfish|cast|cast5|chacha20|des|des-ede|des-ede3|desx|idea|rc2|rc2-40|rc2-64|rc2-128|rc4|rc4-40|seed|sm4)(?:-\w+)?$/;

/**
 * The cipher of a name, in any letter case; undefined where there is no name. `usage` is whether OpenSSL ends its message with the hint to `-help`. Throws a
 * `CommandFailure`.
 */
export function findCipher(command: string, name: string | undefined, usage = true): WrittenCipher | undefined {
  if (name === undefined) return undefined;
  const lower = name.toLowerCase();
  const known = Object.hasOwn(CIPHERS, lower) ? CIPHERS[lower] : undefined;
  if (known !== undefined) return known;
  const reason = /^id-aes(?:128|192|256)-[cg]cm$|^(?:aes|aria)-(?:128|192|256)-(?:ccm|gcm|ocb)$|^chacha20-poly1305$/.test(lower)
    ? 'AEAD ciphers not supported'
    : OTHERS.test(lower)
      ? `The cipher ${name} is not supported by certwright`
      : `Unknown cipher: ${name}`;
  throw new CommandFailure([`${command}: ${reason}`, ...(usage ? [`${command}: Use -help for summary.`] : [])]);
}

/** The cipher among a command's words: the last one counts. Throws a `CommandFailure`. */
export function cipherOption(line: CommandLine, usage = true): WrittenCipher | undefined {
  return findCipher(line.command, line.ciphers.at(-1), usage);
}
