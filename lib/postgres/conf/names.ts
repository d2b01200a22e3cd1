/**
 * The names that postgresql.conf may set, by version (guc.c; asked of the servers with `postgres --describe-config`): a name that is none of them and has no
 * dot makes a server refuse its whole configuration. Left out: names that only servers built for debugging know.
 */

/** Names with the first and the last version, of 12 to 18, that has them. */
const NAMES: readonly (readonly [since: number, until: number, names: string])[] = [
  [12, 12, 'wal_keep_segments'],
  [12, 13, 'operator_precedence_warning vacuum_cleanup_index_scale_factor'],
  [12, 14, 'stats_temp_directory'],
  [12, 15, 'force_parallel_mode promote_trigger_file vacuum_defer_cleanup_age'],
  [12, 16, 'db_user_namespace old_snapshot_threshold trace_recovery_messages'],
  [
    12,
    18,
    `allow_in_place_tablespaces allow_system_table_mods application_name archive_cleanup_command archive_command archive_mode
    archive_timeout array_nulls authentication_timeout autovacuum autovacuum_analyze_scale_factor autovacuum_analyze_threshold
    autovacuum_freeze_max_age autovacuum_max_workers autovacuum_multixact_freeze_max_age autovacuum_naptime
    autovacuum_vacuum_cost_delay autovacuum_vacuum_cost_limit autovacuum_vacuum_scale_factor autovacuum_vacuum_threshold
    autovacuum_work_mem backend_flush_after backslash_quote bgwriter_delay bgwriter_flush_after bgwriter_lru_maxpages
    bgwriter_lru_multiplier block_size bonjour bonjour_name bytea_output check_function_bodies checkpoint_completion_target
    checkpoint_flush_after checkpoint_timeout checkpoint_warning client_encoding client_min_messages cluster_name commit_delay
    commit_siblings config_file constraint_exclusion cpu_index_tuple_cost cpu_operator_cost cpu_tuple_cost cursor_tuple_fraction
    data_checksums data_directory data_directory_mode data_sync_retry datestyle deadlock_timeout debug_assertions debug_pretty_print
    debug_print_parse debug_print_plan debug_print_rewritten default_statistics_target default_table_access_method default_tablespace
    default_text_search_config default_transaction_deferrable default_transaction_isolation default_transaction_read_only
    default_with_oids dynamic_library_path dynamic_shared_memory_type effective_cache_size effective_io_concurrency enable_bitmapscan
    enable_gathermerge enable_hashagg enable_hashjoin enable_indexonlyscan enable_indexscan enable_material enable_mergejoin
    enable_nestloop enable_parallel_append enable_parallel_hash enable_partition_pruning enable_partitionwise_aggregate
    enable_partitionwise_join enable_seqscan enable_sort enable_tidscan escape_string_warning event_source exit_on_error
    extension_destdir external_pid_file extra_float_digits from_collapse_limit fsync full_page_writes geqo geqo_effort geqo_generations
    geqo_pool_size geqo_seed geqo_selection_bias geqo_threshold gin_fuzzy_search_limit gin_pending_list_limit hba_file hot_standby
    hot_standby_feedback huge_pages ident_file idle_in_transaction_session_timeout ignore_checksum_failure ignore_system_indexes
    integer_datetimes intervalstyle is_superuser jit jit_above_cost jit_debugging_support jit_dump_bitcode jit_expressions
    jit_inline_above_cost jit_optimize_above_cost jit_profiling_support jit_provider jit_tuple_deforming join_collapse_limit
    krb_caseins_users krb_server_keyfile lc_collate lc_ctype lc_messages lc_monetary lc_numeric lc_time listen_addresses
    lo_compat_privileges local_preload_libraries lock_timeout log_autovacuum_min_duration log_btree_build_stats log_checkpoints
    log_connections log_destination log_directory log_disconnections log_duration log_error_verbosity log_executor_stats log_file_mode
    log_filename log_hostname log_line_prefix log_lock_waits log_min_duration_statement log_min_error_statement log_min_messages
    log_parser_stats log_planner_stats log_replication_commands log_rotation_age log_rotation_size log_statement log_statement_stats
    log_temp_files log_timezone log_transaction_sample_rate log_truncate_on_rotation logging_collector maintenance_work_mem
    max_connections max_files_per_process max_function_args max_identifier_length max_index_keys max_locks_per_transaction
    max_logical_replication_workers max_parallel_maintenance_workers max_parallel_workers max_parallel_workers_per_gather
    max_pred_locks_per_page max_pred_locks_per_relation max_pred_locks_per_transaction max_prepared_transactions max_replication_slots
    max_stack_depth max_standby_archive_delay max_standby_streaming_delay max_sync_workers_per_subscription max_wal_senders
    max_wal_size max_worker_processes min_parallel_index_scan_size min_parallel_table_scan_size min_wal_size
    parallel_leader_participation parallel_setup_cost parallel_tuple_cost password_encryption plan_cache_mode port post_auth_delay
    pre_auth_delay primary_conninfo primary_slot_name quote_all_identifiers random_page_cost recovery_end_command
    recovery_min_apply_delay recovery_target recovery_target_action recovery_target_inclusive recovery_target_lsn recovery_target_name
    recovery_target_time recovery_target_timeline recovery_target_xid restart_after_crash restore_command
    restrict_nonsystem_relation_kind role row_security search_path seed segment_size seq_page_cost server_encoding server_version
    server_version_num session_authorization session_preload_libraries session_replication_role shared_buffers shared_memory_type
    shared_preload_libraries sort_mem ssl ssl_ca_file ssl_cert_file ssl_ciphers ssl_crl_file ssl_dh_params_file ssl_ecdh_curve
    ssl_key_file ssl_library ssl_max_protocol_version ssl_min_protocol_version ssl_passphrase_command
    ssl_passphrase_command_supports_reload ssl_prefer_server_ciphers ssl_renegotiation_limit standard_conforming_strings
    statement_timeout superuser_reserved_connections synchronize_seqscans synchronous_commit synchronous_standby_names syslog_facility
    syslog_ident syslog_sequence_numbers syslog_split_messages tcp_keepalives_count tcp_keepalives_idle tcp_keepalives_interval
    tcp_user_timeout temp_buffers temp_file_limit temp_tablespaces timezone timezone_abbreviations trace_notify trace_sort
    trace_syncscan track_activities track_activity_query_size track_commit_timestamp track_counts track_functions track_io_timing
    transaction_deferrable transaction_isolation transaction_read_only transform_null_equals unix_socket_directories unix_socket_group
    unix_socket_permissions update_process_title vacuum_cost_delay vacuum_cost_limit vacuum_cost_page_dirty vacuum_cost_page_hit
    vacuum_cost_page_miss vacuum_freeze_min_age vacuum_freeze_table_age vacuum_mem vacuum_multixact_freeze_min_age
    vacuum_multixact_freeze_table_age wal_block_size wal_buffers wal_compression wal_consistency_checking wal_init_zero wal_level
    wal_log_hints wal_receiver_status_interval wal_receiver_timeout wal_recycle wal_retrieve_retry_interval wal_segment_size
    wal_sender_timeout wal_sync_method wal_writer_delay wal_writer_flush_after work_mem xmlbinary xmloption zero_damaged_pages`,
  ],
  [
    13,
    18,
    `autovacuum_vacuum_insert_scale_factor autovacuum_vacuum_insert_threshold backtrace_functions enable_incremental_sort
    hash_mem_multiplier ignore_invalid_pages log_min_duration_sample log_parameter_max_length log_parameter_max_length_on_error
    log_statement_sample_rate logical_decoding_work_mem maintenance_io_concurrency max_slot_wal_keep_size wal_keep_size
    wal_receiver_create_temp_slot wal_skip_threshold`,
  ],
  [
    14,
    18,
    `client_connection_check_interval compute_query_id debug_discard_caches default_toast_compression enable_async_append enable_memoize
    huge_page_size idle_session_timeout in_hot_standby log_recovery_conflict_waits min_dynamic_shared_memory recovery_init_sync_method
    remove_temp_files_after_crash ssl_crl_dir track_wal_io_timing vacuum_failsafe_age vacuum_multixact_failsafe_age`,
  ],
  [
    15,
    18,
    `archive_library log_startup_progress_interval recovery_prefetch recursive_worktable_factor shared_memory_size
    shared_memory_size_in_huge_pages stats_fetch_consistency wal_decode_buffer_size`,
  ],
  [
    16,
    18,
    `createrole_self_grant debug_io_direct debug_logical_replication_streaming enable_presorted_aggregate file_extend_method
    gss_accept_delegation icu_validation_level max_parallel_apply_workers_per_subscription reserved_connections scram_iterations
    send_abort_for_crash send_abort_for_kill vacuum_buffer_usage_limit`,
  ],
  [
    17,
    18,
    `allow_alter_system commit_timestamp_buffers enable_group_by_reordering event_triggers huge_pages_status io_combine_limit
    max_notify_queue_pages multixact_member_buffers multixact_offset_buffers notify_buffers serializable_buffers subtransaction_buffers
    summarize_wal sync_replication_slots synchronized_standby_slots trace_connection_negotiation transaction_buffers
    transaction_timeout wal_summary_keep_time`,
  ],
  [
    18,
    18,
    `autovacuum_vacuum_max_threshold autovacuum_worker_slots enable_distinct_reordering enable_self_join_elimination
    extension_control_path file_copy_method idle_replication_slot_timeout io_max_combine_limit io_max_concurrency io_method io_workers
    log_lock_failures max_active_replication_origins md5_password_warnings num_os_semaphores oauth_validator_libraries ssl_groups
    ssl_tls13_ciphers track_cost_delay_timing vacuum_max_eager_freeze_failure_rate vacuum_truncate`,
  ],
];

/** Those that are on or off. */
const BOOLEANS = `allow_alter_system array_nulls autovacuum bonjour check_function_bodies data_sync_retry db_user_namespace debug_pretty_print
  debug_print_parse debug_print_plan debug_print_rewritten default_transaction_deferrable default_transaction_read_only
  enable_async_append enable_bitmapscan enable_distinct_reordering enable_gathermerge enable_group_by_reordering enable_hashagg
  enable_hashjoin enable_incremental_sort enable_indexonlyscan enable_indexscan enable_material enable_memoize enable_mergejoin
  enable_nestloop enable_parallel_append enable_parallel_hash enable_partition_pruning enable_partitionwise_aggregate
  enable_partitionwise_join enable_presorted_aggregate enable_self_join_elimination enable_seqscan enable_sort enable_tidscan
  escape_string_warning event_triggers exit_on_error fsync full_page_writes geqo gss_accept_delegation hot_standby
  hot_standby_feedback jit krb_caseins_users lo_compat_privileges log_checkpoints log_disconnections log_duration log_executor_stats
  log_hostname log_lock_failures log_lock_waits log_parser_stats log_planner_stats log_recovery_conflict_waits
  log_replication_commands log_statement_stats log_truncate_on_rotation logging_collector md5_password_warnings
  operator_precedence_warning parallel_leader_participation quote_all_identifiers recovery_target_inclusive restart_after_crash
  row_security ssl ssl_passphrase_command_supports_reload ssl_prefer_server_ciphers standard_conforming_strings summarize_wal
  sync_replication_slots synchronize_seqscans syslog_sequence_numbers syslog_split_messages track_activities track_commit_timestamp
  track_cost_delay_timing track_counts track_io_timing track_wal_io_timing transform_null_equals update_process_title vacuum_truncate
  wal_init_zero wal_log_hints wal_receiver_create_temp_slot wal_recycle`;

/** The names of a version, in lower case: upper and lower case of ASCII letters are the same (guc_name_compare). */
export function settingNames(version: number): ReadonlySet<string> {
  return new Set(NAMES.flatMap(([since, until, names]) => (since <= version && version <= until ? words(names) : [])));
}

/** The settings that take on, off and their other spellings. */
export function booleanSettings(): ReadonlySet<string> {
  return new Set(words(BOOLEANS));
}

/** The versions that have a setting of this name, undefined for a name that none of 12 to 18 has. */
export function settingVersions(name: string): readonly [since: number, until: number] | undefined {
  const found = NAMES.find(([, , names]) => words(names).includes(foldName(name)));
  return found === undefined ? undefined : [found[0], found[1]];
}

/** A name that resembles, for a slip of the pen: the one that differs least, in at most two letters. */
export function similarSetting(name: string, version: number): string | undefined {
  let best: string | undefined;
  let least = 3;
  for (const [since, until, names] of NAMES) {
    if (version < since || version > until) continue;
    for (const candidate of words(names)) {
      const distance = editDistance(name, candidate, least);
      if (distance < least) [best, least] = [candidate, distance];
    }
  }
  return best;
}

function words(text: string): readonly string[] {
  return text.split(/\s+/);
}

/** Lower case as guc_name_compare has it. */
export function foldName(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
}

/** Levenshtein's distance, not counted beyond `limit`. */
function editDistance(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) >= limit) return limit;
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const change = (row[j - 1] as number) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(change, (row[j] as number) + 1, (next[j - 1] as number) + 1));
    }
    row = next;
  }
  return row[b.length] as number;
}
