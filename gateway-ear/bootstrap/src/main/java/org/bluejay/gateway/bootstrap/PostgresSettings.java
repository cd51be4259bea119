package org.bluejay.gateway.bootstrap;

import java.util.HashMap;
import java.util.Map;

/**
 * How the embedded server is tuned: for one gateway on a small machine, with nothing given up that
 * a crash would bring to light.
 */
final class PostgresSettings {

    private static final Map<String, String> COMMON =
            Map.ofEntries(
                    Map.entry("listen_addresses", "127.0.0.1"),
                    Map.entry("unix_socket_directories", ""),
                    Map.entry("password_encryption", "scram-sha-256"),
                    Map.entry("max_connections", "120"),
                    Map.entry("shared_buffers", "256MB"),
                    Map.entry("effective_cache_size", "1GB"),
                    Map.entry("work_mem", "8MB"),
                    Map.entry("maintenance_work_mem", "64MB"),
                    Map.entry("wal_compression", "on"),
                    Map.entry("wal_buffers", "16MB"),
                    Map.entry("min_wal_size", "256MB"),
                    Map.entry("max_wal_size", "2GB"),
                    Map.entry("checkpoint_timeout", "15min"),
                    Map.entry("random_page_cost", "1.1"),
                    Map.entry("jit", "off"),
                    // Queues are small tables that change all the time: sweep them often.
                    Map.entry("autovacuum_naptime", "15s"),
                    Map.entry("idle_in_transaction_session_timeout", "60s"),
                    Map.entry("timezone", "UTC"),
                    Map.entry("log_timezone", "UTC"),
                    // One file a weekday, each overwritten a week later.
                    Map.entry("logging_collector", "on"),
                    Map.entry("log_filename", "postgresql-%a.log"),
                    Map.entry("log_truncate_on_rotation", "on"),
                    Map.entry("log_rotation_age", "1d"),
                    Map.entry("log_rotation_size", "0"),
                    // Statements and details carry payers' data, which does not belong in a log.
                    Map.entry("log_min_error_statement", "panic"),
                    Map.entry("log_error_verbosity", "terse"),
                    Map.entry("log_parameter_max_length", "0"));

    private PostgresSettings() {}

    static Map<String, String> durable() {
        Map<String, String> settings = new HashMap<>(COMMON);
        settings.put("fsync", "on");
        settings.put("full_page_writes", "on");
        settings.put("synchronous_commit", "on");
        return Map.copyOf(settings);
    }

    static Map<String, String> throwAway() {
        Map<String, String> settings = new HashMap<>(COMMON);
        settings.put("fsync", "off");
        settings.put("full_page_writes", "off");
        settings.put("synchronous_commit", "off");
        settings.put("scram_iterations", "256");
        settings.put("max_connections", "400");
        settings.put("shared_buffers", "128MB");
        return Map.copyOf(settings);
    }
}
