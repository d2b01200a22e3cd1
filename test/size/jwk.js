// JSON Web Keys, both ways.
export * from 'certwright/jwk';
