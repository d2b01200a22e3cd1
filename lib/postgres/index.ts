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
export { tlsServerEndPoint } from './libpq/channel-binding.ts';
export { decideServerAuth } from './libpq/decide-server.ts';
export { checkServerHost } from './libpq/host-check.ts';
export type { ExaminedName, HostCheck } from './libpq/host-check.ts';
export type { ClientKeyFile, ServerAuthInput, SslMode } from './libpq/options.ts';
export type { ServerDecision, ServerDecisionLayer, ServerDecisionStep } from './libpq/server-decision.ts';
export type { LoginConnection, LoginInput } from './login.ts';
export type { Token } from './lex.ts';
export type { Text } from './octets.ts';
export type { RoleFacts, Roles } from './roles.ts';
export { selectCiphers } from './cipher-list.ts';
export type { CipherSelection, CipherSuite } from './cipher-list.ts';
export { decideServerFiles } from './server-files.ts';
export type {
  FileContent,
  PassphraseResult,
  ServerFilesDecision,
  ServerFilesInput,
  ServerFilesReason,
  ServerFilesStep,
} from './server-files-types.ts';
export { readServerKey } from './server-key.ts';
export type { ServerKey } from './server-key.ts';
export type { SslSettingName, SslSettings } from './server-settings.ts';
export type { AuthMethod, ClientCert, ConnectionType, HbaAddress, HbaRow, IdentRow, LineError, ServerBuild } from './types.ts';
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
