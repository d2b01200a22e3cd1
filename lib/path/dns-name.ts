/** The form of DNS names. */

/**
 * Whether a lower-case name has the form of a DNS name: labels of 1 to 63 letters, digits, hyphens and, being met in the field, underscores; no hyphen at
 * either end; 253 characters in all (RFC 1034 3.5, RFC 5890 2.3.1).
 */
export function isDnsName(name: string): boolean {
  return (
    name.length <= 253 && name.split('.').every((label) => label.length <= 63 && /^[a-z0-9_]$|^[a-z0-9_][a-z0-9_-]*[a-z0-9_]$/.test(label))
  );
}
