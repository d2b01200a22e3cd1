/** BIO_dump: lines of 16 octets with their offset, in hexadecimal and as ASCII. */

const WIDTH = 16;

/** `0000 - 68 65 6c 6c 6f 0a                                 hello.` */
export function hexDump(octets: Uint8Array): string {
  const lines: string[] = [];
  for (let at = 0; at < octets.length; at += WIDTH) {
    const row = octets.subarray(at, at + WIDTH);
    const cells = Array.from({ length: WIDTH }, (_, i) => {
      const octet = row[i];
      return octet === undefined ? '   ' : `${octet.toString(16).padStart(2, '0')}${i === 7 ? '-' : ' '}`;
    });
    const text = Array.from(row, (octet) => (octet >= 0x20 && octet <= 0x7e ? String.fromCharCode(octet) : '.'));
    lines.push(`${at.toString(16).padStart(4, '0')} - ${cells.join('')}  ${text.join('')}\n`);
  }
  return lines.join('');
}
