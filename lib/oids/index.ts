/** Object identifiers as constants. */
export * from './algorithms.ts';
export * from './display-names.ts';
export * from './extensions.ts';
export * from './names.ts';
export * from './purposes.ts';
