/** Settings with a choice of words (guc.c: the tables of config_enum_entry; parse_and_validate_value), those that some platform or version takes included. */
import { foldName } from './names.ts';

/** Words of each setting; `*` stands for on, off and their full spellings. */
const CHOICES: readonly (readonly [names: string, words: string])[] = [
  ['intervalstyle', 'postgres|postgres_verbose|sql_standard|iso_8601'],
  ['archive_mode', '*|always'],
  ['backslash_quote', '*|safe_encoding'],
  ['bytea_output', 'escape|hex'],
  ['client_min_messages trace_recovery_messages', 'debug5|debug4|debug3|debug2|debug1|debug|log|info|notice|warning|error'],
  ['compute_query_id', '*|auto|regress'],
  ['constraint_exclusion', '*|partition'],
  ['default_toast_compression', 'pglz|lz4'],
  ['default_transaction_isolation transaction_isolation', 'serializable|repeatable read|read committed|read uncommitted'],
  ['dynamic_shared_memory_type', 'posix|sysv|windows|mmap'],
  ['force_parallel_mode', '*|regress'],
  ['huge_pages recovery_prefetch', '*|try'],
  ['log_error_verbosity', 'terse|default|verbose'],
  ['log_min_error_statement log_min_messages', 'debug5|debug4|debug3|debug2|debug1|debug|info|notice|warning|error|log|fatal|panic'],
  ['log_statement', 'none|ddl|mod|all'],
  ['plan_cache_mode', 'auto|force_generic_plan|force_custom_plan'],
  ['recovery_init_sync_method', 'fsync|syncfs'],
  ['recovery_target_action', 'pause|promote|shutdown'],
  ['shared_memory_type', 'sysv|windows|mmap'],
  ['stats_fetch_consistency', 'none|cache|snapshot'],
  ['synchronous_commit', '*|local|remote_write|remote_apply'],
  ['syslog_facility', 'none|local0|local1|local2|local3|local4|local5|local6|local7'],
  ['session_replication_role', 'origin|replica|local'],
  ['track_functions', 'none|pl|all'],
  ['wal_compression', '*|pglz|lz4|zstd'],
  ['wal_level', 'minimal|replica|archive|hot_standby|logical'],
  ['wal_sync_method', 'fsync|fdatasync|open_sync|open_datasync|fsync_writethrough'],
  ['xmlbinary', 'base64|hex'],
  ['xmloption', 'content|document'],
];

const SWITCHES: readonly string[] = ['on', 'off', 'true', 'false', 'yes', 'no', '1', '0'];

/** All of them by name. */
export function choiceSettings(): ReadonlyMap<string, readonly string[]> {
  return new Map(
    CHOICES.flatMap(([names, words]) => {
      const values = words.split('|').flatMap((word) => (word === '*' ? SWITCHES : [word]));
      return names.split(' ').map((name) => [name, values] as const);
    }),
  );
}

/** The server's words for a value that is none of the choice. */
export function choiceProblem(name: string, words: readonly string[], value: string): string | undefined {
  return words.includes(foldName(value)) ? undefined : `invalid value for parameter "${name}": "${value}"`;
}
