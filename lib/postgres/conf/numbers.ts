/**
 * Settings that are numbers, with their units and bounds (guc.c: parse_int, parse_real, convert_to_base_unit; manual 20.1.1). Bounds as version 15 has them,
 * asked of pg_settings. Left out: settings that no file may set, and what servers compare among several settings.
 */

/** Settings by the unit that a bare number has: `name least most`. */
const NUMBERS: readonly (readonly [type: 'integer' | 'real', unit: string, settings: string])[] = [
  [
    'integer',
    '',
    `autovacuum_analyze_threshold 0 2147483647, autovacuum_freeze_max_age 100000 2000000000, autovacuum_max_workers 1 262143,
    autovacuum_multixact_freeze_max_age 10000 2000000000, autovacuum_vacuum_cost_limit -1 10000, autovacuum_vacuum_insert_threshold
    -1 2147483647, autovacuum_vacuum_threshold 0 2147483647, bgwriter_lru_maxpages 0 1073741823, commit_delay 0 100000,
    commit_siblings 0 1000, data_directory_mode 0 511, default_statistics_target 1 10000, effective_io_concurrency 0 1000,
    extra_float_digits -15 3, from_collapse_limit 1 2147483647, geqo_effort 1 10, geqo_generations 0 2147483647, geqo_pool_size 0
    2147483647, geqo_threshold 2 2147483647, gin_fuzzy_search_limit 0 2147483647, join_collapse_limit 1 2147483647, log_file_mode 0
    511, maintenance_io_concurrency 0 1000, max_connections 1 262143, max_files_per_process 64 2147483647, max_locks_per_transaction
    10 2147483647, max_logical_replication_workers 0 262143, max_parallel_maintenance_workers 0 1024, max_parallel_workers 0 1024,
    max_parallel_workers_per_gather 0 1024, max_pred_locks_per_page 0 2147483647, max_pred_locks_per_relation -2147483648
    2147483647, max_pred_locks_per_transaction 10 2147483647, max_prepared_transactions 0 262143, max_replication_slots 0 262143,
    max_sync_workers_per_subscription 0 262143, max_wal_senders 0 262143, max_worker_processes 0 262143, port 1 65535,
    superuser_reserved_connections 0 262143, tcp_keepalives_count 0 2147483647, unix_socket_permissions 0 511, vacuum_cost_limit 1
    10000, vacuum_cost_page_dirty 0 10000, vacuum_cost_page_hit 0 10000, vacuum_cost_page_miss 0 10000, vacuum_defer_cleanup_age 0
    1000000, vacuum_failsafe_age 0 2100000000, vacuum_freeze_min_age 0 1000000000, vacuum_freeze_table_age 0 2000000000,
    vacuum_multixact_failsafe_age 0 2100000000, vacuum_multixact_freeze_min_age 0 1000000000, vacuum_multixact_freeze_table_age 0
    2000000000`,
  ],
  [
    'integer',
    '8kB',
    `backend_flush_after 0 256, bgwriter_flush_after 0 256, checkpoint_flush_after 0 256, effective_cache_size 1 2147483647,
    min_parallel_index_scan_size 0 715827882, min_parallel_table_scan_size 0 715827882, shared_buffers 16 1073741823, temp_buffers
    100 1073741823, wal_buffers -1 262143, wal_writer_flush_after 0 2147483647`,
  ],
  [
    'integer',
    'B',
    `log_parameter_max_length -1 1073741823, log_parameter_max_length_on_error -1 1073741823, track_activity_query_size 100 1048576,
    wal_decode_buffer_size 65536 1073741823`,
  ],
  [
    'integer',
    'MB',
    `max_slot_wal_keep_size -1 2147483647, max_wal_size 2 2147483647, min_dynamic_shared_memory 0 2147483647, min_wal_size 2
    2147483647, wal_keep_size 0 2147483647`,
  ],
  [
    'integer',
    'kB',
    `autovacuum_work_mem -1 2147483647, gin_pending_list_limit 64 2147483647, huge_page_size 0 2147483647, log_rotation_size 0
    2097151, log_temp_files -1 2147483647, logical_decoding_work_mem 64 2147483647, maintenance_work_mem 1024 2147483647,
    max_stack_depth 100 2147483647, temp_file_limit -1 2147483647, wal_skip_threshold 0 2147483647, work_mem 64 2147483647`,
  ],
  ['integer', 'min', `log_rotation_age 0 35791394, old_snapshot_threshold -1 86400`],
  [
    'integer',
    'ms',
    `bgwriter_delay 10 10000, client_connection_check_interval 0 2147483647, deadlock_timeout 1 2147483647,
    idle_in_transaction_session_timeout 0 2147483647, idle_session_timeout 0 2147483647, lock_timeout 0 2147483647,
    log_autovacuum_min_duration -1 2147483647, log_min_duration_sample -1 2147483647, log_min_duration_statement -1 2147483647,
    log_startup_progress_interval 0 2147483647, max_standby_archive_delay -1 2147483647, max_standby_streaming_delay -1 2147483647,
    recovery_min_apply_delay 0 2147483647, statement_timeout 0 2147483647, tcp_user_timeout 0 2147483647, wal_receiver_timeout 0
    2147483647, wal_retrieve_retry_interval 1 2147483647, wal_sender_timeout 0 2147483647, wal_writer_delay 1 10000`,
  ],
  [
    'integer',
    's',
    `archive_timeout 0 1073741823, authentication_timeout 1 600, autovacuum_naptime 1 2147483, checkpoint_timeout 30 86400,
    checkpoint_warning 0 2147483647, post_auth_delay 0 2147, pre_auth_delay 0 60, tcp_keepalives_idle 0 2147483647,
    tcp_keepalives_interval 0 2147483647, wal_receiver_status_interval 0 2147483`,
  ],
  [
    'real',
    '',
    `autovacuum_analyze_scale_factor 0 100, autovacuum_vacuum_insert_scale_factor 0 100, autovacuum_vacuum_scale_factor 0 100,
    bgwriter_lru_multiplier 0 10, checkpoint_completion_target 0 1, cpu_index_tuple_cost 0 *, cpu_operator_cost 0
    *, cpu_tuple_cost 0 *, cursor_tuple_fraction 0 1, geqo_seed 0 1, geqo_selection_bias 1.5 2,
    hash_mem_multiplier 1 1000, jit_above_cost -1 *, jit_inline_above_cost -1 *, jit_optimize_above_cost -1
    *, log_statement_sample_rate 0 1, log_transaction_sample_rate 0 1, parallel_setup_cost 0 *,
    parallel_tuple_cost 0 *, random_page_cost 0 *, recursive_worktable_factor 0.001 1e+06, seq_page_cost 0
    *`,
  ],
  ['real', 'ms', `autovacuum_vacuum_cost_delay -1 100, vacuum_cost_delay 0 100`],
];

/** How many bytes, and how many microseconds, a unit stands for. */
const BYTES: Readonly<Record<string, number>> = { B: 1, kB: 2 ** 10, '8kB': 2 ** 13, MB: 2 ** 20, GB: 2 ** 30, TB: 2 ** 40 };
const MICROSECONDS: Readonly<Record<string, number>> = { us: 1, ms: 1e3, s: 1e6, min: 60e6, h: 3600e6, d: 86_400e6 };

/** Largest int of C. */
const MAX_INT = 2_147_483_647;

/** A setting that is a number. */
export interface NumberSetting {
  readonly type: 'integer' | 'real';
  /** Unit of a bare number; empty: none, and none may be written. */
  readonly unit: string;
  readonly least: number;
  readonly most: number;
}

/** All of them by name. */
export function numberSettings(): ReadonlyMap<string, NumberSetting> {
  return new Map(
    NUMBERS.flatMap(([type, unit, settings]) =>
      settings.split(/,\s+/).map((setting): [string, NumberSetting] => {
        const [name = '', least, most] = setting.split(/\s+/);
        return [name, { type, unit, least: Number(least), most: most === '*' ? Number.MAX_VALUE : Number(most) }];
      }),
    ),
  );
}

/** The server's words for a value that it does not take; undefined for one that it does. */
export function numberProblem(name: string, { type, unit, least, most }: NumberSetting, value: string): string | undefined {
  const [, digits = '', written = ''] =
    /^[ \t\n\v\f\r]*([+-]?(?:0[xX][\dA-Fa-f]+|(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?))[ \t\n\v\f\r]*([A-Za-z]{0,3})[ \t\n\v\f\r]*$/.exec(
      value,
    ) ?? [];
  const factor = written === '' ? 1 : factorOf(written, unit);
  const plain = readDigits(digits, type);
  if (plain === undefined || factor === undefined) return `invalid value for parameter "${name}": "${value}"`;
  const number = type === 'integer' ? Math.round(plain * factor) : plain * factor;
  if (type === 'integer' && Math.abs(number) > MAX_INT) return `invalid value for parameter "${name}": "${value}"`;
  if (number >= least && number <= most) return undefined;
  return `${number}${unit === '' ? '' : ` ${unit}`} is outside the valid range for parameter "${name}" (${least} .. ${most})`;
}

/** As strtol with base 0 and strtod read them: 0x for hexadecimal, for whole numbers a leading 0 for octal. */
function readDigits(digits: string, type: NumberSetting['type']): number | undefined {
  const [, sign = '', rest = ''] = /^([+-]?)(.+)$/.exec(digits) ?? [];
  if (rest === '') return undefined;
  const octal = type === 'integer' && /^0\d+$/.test(rest);
  if (octal && /[89]/.test(rest)) return undefined;
  const number = octal ? parseInt(rest, 8) : Number(rest);
  return sign === '-' ? -number : number;
}

function factorOf(written: string, unit: string): number | undefined {
  for (const table of [BYTES, MICROSECONDS]) {
    const [own, other] = [table[unit], table[written]];
    if (own !== undefined && other !== undefined) return other / own;
  }
  return undefined;
}
