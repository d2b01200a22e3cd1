/** What a PostgreSQL server decides about a login by client certificate (subpath `certwright/postgres`). */
export type { Decision, DecisionIdentity, DecisionLayer, DecisionStep, FileProblem } from './decision.ts';
export { decideClientAuth } from './decide.ts';
export { parseHba } from './hba.ts';
export type { ParsedHba, ParseOptions } from './hba.ts';
export type { NetworkFacts } from './hba-match.ts';
export { parseIdent } from './ident.ts';
export type { ParsedIdent } from './ident.ts';
export { checkKeyFile } from './key-file.ts';
export type { FileStat, KeyFileDecision, KeyFileReader } from './key-file.ts';
export type { LoginConnection, LoginInput } from './login.ts';
export type { Token } from './lex.ts';
export type { Text } from './octets.ts';
export type { RoleFacts, Roles } from './roles.ts';
export type { AuthMethod, ClientCert, ConnectionType, HbaAddress, HbaRow, IdentRow, LineError, ServerBuild } from './types.ts';
