// Reading a private key file, encrypted in any way.
import { loadPrivateKey } from 'certwright';

export const load = (file, passphrase) => loadPrivateKey(file, { passphrase });
