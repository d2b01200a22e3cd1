// ML-DSA and SLH-DSA: keys, signing and verifying.
export * from 'certwright/post-quantum';
