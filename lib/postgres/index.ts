/** What a PostgreSQL server decides about a login by client certificate (subpath `certwright/postgres`). */
export type { Decision, DecisionIdentity, DecisionLayer, DecisionStep, FileProblem } from './login/decision.ts';
export { decideClientAuth } from './login/decide.ts';
export { parseHba } from './access/hba.ts';
export type { ParsedHba, ParseOptions } from './access/hba.ts';
export type { NetworkFacts } from './access/hba-match.ts';
export { parseIdent } from './access/ident.ts';
export type { ParsedIdent } from './access/ident.ts';
export { checkKeyFile } from './server/key-file.ts';
export type { FileStat, KeyFileDecision, KeyFileReader } from './server/key-file.ts';
export { tlsServerEndPoint } from './libpq/channel-binding.ts';
export { decideServerAuth } from './libpq/decide-server.ts';
export { checkServerHost } from './libpq/host-check.ts';
export type { ExaminedName, HostCheck } from './libpq/host-check.ts';
export type { ClientKeyFile, ServerAuthInput, SslMode } from './libpq/options.ts';
export type { ServerDecision, ServerDecisionLayer, ServerDecisionStep } from './libpq/server-decision.ts';
export type { LoginConnection, LoginInput } from './login/login.ts';
export type { Token } from './access/lex.ts';
export type { Text } from './octets.ts';
export type { RoleFacts, Roles } from './access/roles.ts';
export { selectCiphers } from './server/cipher-list.ts';
export type { CipherSelection, CipherSuite } from './server/cipher-list.ts';
export { decideServerFiles } from './server/server-files.ts';
export type {
  FileContent,
  PassphraseResult,
  ServerFilesDecision,
  ServerFilesInput,
  ServerFilesReason,
  ServerFilesStep,
} from './server/server-files-types.ts';
export { readServerKey } from './server/server-key.ts';
export type { ServerKey } from './server/server-key.ts';
export type { SslSettingName, SslSettings } from './server/server-settings.ts';
export type { AuthMethod, ClientCert, ConnectionType, HbaAddress, HbaRow, IdentRow, LineError, ServerBuild } from './access/types.ts';
export { parseConf } from './conf/parse.ts';
export type { ConfEntry, ConfError, ConfOptions, ParsedConf } from './conf/parse.ts';
export { DIAGNOSES } from './doctor/codes.ts';
export type { DiagnosisCode, Severity } from './doctor/codes.ts';
export { diagnose } from './doctor/diagnose.ts';
export { filesToRead, findPlaces } from './doctor/locate.ts';
export type { ServerPlaces } from './doctor/locate.ts';
export { predictReload, predictStart } from './doctor/predict.ts';
export type { Obstacle, ReloadPrediction, StartPrediction } from './doctor/predict.ts';
export type { Diagnosis, DoctorInput, Problem } from './doctor/types.ts';
