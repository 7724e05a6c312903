package dev.jobc.decode;

import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The keys of policies and of the maps inside them. */
final class PolicyKeys {
  private PolicyKeys() {}

  /** On a task, on a step that runs one, and as defaults on a workflow. */
  static final String[] DEFAULTS = {
    "queue",
    "priority",
    "runsOn",
    "isolation",
    "user",
    "group",
    "workingDirectory",
    "umask",
    "network",
    "resources",
    "deadLetter",
    "onShutdown",
    "onLost",
    "trace"
  };

  /** On a task and on a step that runs one, besides the defaults. */
  static final String[] TASK = {
    "retry",
    "timeout",
    "concurrency",
    "pool",
    "rateLimit",
    "checks",
    "cache",
    "idempotencyKey",
    "labels",
    "owner"
  };

  /** With the code of a task. */
  static final String[] CODE = {"class", "requirements", "packages", "files"};

  /** Every key of the policy of a task or of a step that runs one. */
  static final Set<String> ALL = and();

  /** The keys of a policy, and others. */
  static Set<String> and(String... others) {
    return Stream.of(DEFAULTS, TASK, others).flatMap(Stream::of).collect(Collectors.toSet());
  }

  static KeyTable words(KeyTable table) {
    return table
        .says("runsOn", "runs-on", "nodeSelector", "node_selector", "workerLabels", "tags")
        .says("concurrency", "concurrencyKey", "concurrency_key", "mutex", "synchronization")
        .says("rateLimit", "rate_limit", "rateLimitConfig", "throttle")
        .says("isolation", "sandbox", "taskRunner")
        .says("resources", "limits", "requests")
        .says("workingDirectory", "working-directory", "workdir", "cwd", "working_dir")
        .says("trace", "tracing", "telemetry")
        .says("cache", "memoize", "caching", "taskCache")
        .says("idempotencyKey", "idempotency_key", "dedupKey")
        .says("packages", "pip", "beforeCommands")
        .says("owner", "maintainer")
        .says("checks", "preconditions", "precondition", "assert");
  }

  static final class Queue {
    static final KeyTable TABLE =
        KeyTable.of("`queue`", "of", "by", "key")
            .says("of", "queues", "names", "from")
            .says("by", "strategy", "policy");
  }

  static final class Concurrency {
    static final KeyTable TABLE =
        KeyTable.of("`concurrency`", "key", "limit", "onLimit")
            .says("key", "group", "name", "expression")
            .says("limit", "max", "maxRuns", "slots")
            .says("onLimit", "behavior", "behaviour", "strategy", "limitStrategy")
            .advises("cancel-in-progress", "write `onLimit: cancelRunning`");
  }

  static final class Pool {
    static final KeyTable TABLE =
        KeyTable.of("`pool`", "name", "slots").says("slots", "pool_slots", "weight", "size");
  }

  static final class RateLimit {
    static final KeyTable TABLE =
        KeyTable.of("`rateLimit`", "limit", "per", "key")
            .says("limit", "max", "count", "units")
            .says("per", "duration", "window", "interval", "rateLimitFrequencyInSeconds");
  }

  static final class Resources {
    static final KeyTable TABLE =
        KeyTable.of("`resources`", "cpu", "memory", "disk", "processes")
            .says("memory", "mem", "ram")
            .says("disk", "storage", "ephemeral-storage")
            .says("processes", "pids")
            .advises("limits", "write the limits themselves: `resources: { memory: 512Mi }`")
            .advises("requests", "write the limits themselves: `resources: { memory: 512Mi }`");
  }

  static final class Cache {
    static final KeyTable TABLE =
        KeyTable.of("`cache`", "ttl", "key", "scope")
            .says("ttl", "maxAge", "expiration", "cache_expiration");
  }

  static final class Check {
    static final KeyTable TABLE =
        KeyTable.of("a check", "that", "run", "shell", "command", "args", "stdin", "env", "message")
            .says("that", "if", "condition", "expr", "assert")
            .says("message", "error", "description");
  }

  static final class Budget {
    static final KeyTable TABLE =
        KeyTable.of("`budget`", "maxTasks", "worstCase", "maxParallel")
            .says("worstCase", "maxDuration", "timeout");
  }
}
