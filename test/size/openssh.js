// OpenSSH's keys, both ways.
export * from 'certwright/openssh';
