/** What is worth saying about a file that could be read. */
import type { Pkcs12Bag, Pkcs12Encryption, Pkcs12Finding, Pkcs12Mac, Pkcs12Safe } from './types.ts';

/** Fewer iterations than these are worth a word: what Java writes. OpenSSL writes 2,048, and 600,000 is OWASP's advice (Password Storage Cheat Sheet, 2023). */
const FEW_ITERATIONS = 10_000;

/** Findings about the protection of a file, each once. */
export function fileFindings(
  safes: readonly Pkcs12Safe[],
  mac: Pkcs12Mac | undefined,
  { oldSpelling }: { readonly oldSpelling: boolean },
): Pkcs12Finding[] {
  const found = new Map<string, Pkcs12Finding>();
  const add = (code: Pkcs12Finding['code'], message: string): void => void found.set(`${code} ${message}`, { code, message });
  if (mac === undefined) add('no-mac', 'the file has no MAC: anybody can have put it together');
  else {
    if (mac.hash === 'SHA-1' || mac.hash === 'MD5') add('weak-mac', `the MAC is an HMAC with ${mac.hash}`);
    if (mac.iterations < FEW_ITERATIONS) add('few-iterations', `the key of the MAC is derived by ${mac.iterations} iterations`);
  }
  const check = (encryption: Pkcs12Encryption | undefined, what: string): void => {
    if (encryption === undefined) return;
    const { label, iterations, weak } = encryption;
    if (weak) add('weak-encryption', `${what} under ${label}`);
    if (iterations < FEW_ITERATIONS) add('few-iterations', `the key of ${label} is derived by ${iterations} iterations`);
  };
  for (const { encryption, bags } of safes) {
    check(encryption, 'bags');
    for (const bag of bags) {
      const isKey = bag.kind === 'key' || bag.kind === 'unsupported-key';
      if (isKey) check(bag.encryption, 'a private key');
      if (isKey && bag.encryption === undefined && encryption === undefined) add('unencrypted-key', 'a private key that is not encrypted');
      const word = unreadWord(bag);
      if (word !== undefined) add(bag.kind === 'unsupported-key' ? 'unsupported-key' : 'unread-bag', word);
    }
  }
  if (oldSpelling) add('password-spelling', 'the passphrase fits as OpenSSL before 1.1 spelt it, an octet of UTF-8 for a character');
  return [...found.values()];
}

function unreadWord(bag: Pkcs12Bag): string | undefined {
  switch (bag.kind) {
    case 'unsupported-key':
      return `a private key of a kind that is not read: ${bag.problem}`;
    case 'secret':
      return `a secret of type ${bag.type}`;
    case 'other-certificate':
      return `a certificate of type ${bag.type}, which is not X.509`;
    case 'other-crl':
      return `a CRL of type ${bag.type}, which is not X.509`;
    case 'unknown':
      return `a bag of type ${bag.type}`;
    default:
      return undefined;
  }
}
