package dev.jobc.decode;

/** The keys of triggers. */
final class TriggerKeys {
  private TriggerKeys() {}

  private static final String[] RECURRENCE = {
    "catchup",
    "overlap",
    "jitter",
    "dependsOnPast",
    "waitForDownstream",
    "maxActiveRuns",
    "start",
    "end",
    "semantics",
    "with"
  };

  /** The kinds. */
  static final KeyTable KINDS =
      KeyTable.of(
              "`triggers`",
              "manual",
              "schedule",
              "interval",
              "webhook",
              "event",
              "workflow",
              "condition")
          .says("manual", "workflow_dispatch", "dispatch", "api")
          .says("schedule", "schedules", "cron", "timetable")
          .says("interval", "every", "timer")
          .says("webhook", "http", "repository_dispatch")
          .says("event", "events", "message", "queue", "kafka")
          .says("workflow", "workflow_run", "flow", "workflows")
          .says("condition", "sensor", "poll")
          .advises("push", "a code host tells of it by a `webhook`")
          .advises("pull_request", "a code host tells of it by a `webhook`");

  static final KeyTable MANUAL = values(KeyTable.of("`manual`", "with"));

  static final KeyTable SCHEDULE =
      values(
          recurring(KeyTable.of("`schedule`", "cron", "timezone"))
              .says("cron", "expression", "schedule", "crontab")
              .says("timezone", "tz", "timeZone", "zone"));

  static final KeyTable INTERVAL =
      values(
          recurring(KeyTable.of("`interval`", "every"))
              .says("every", "interval", "period", "duration"));

  static final KeyTable WEBHOOK =
      values(
          KeyTable.of("`webhook`", "path", "body", "secret", "with")
              .says("path", "url", "key", "route")
              .says("body", "payload", "schema", "type"));

  static final KeyTable EVENT =
      values(
          KeyTable.of("`event`", "topic", "body", "when", "with")
              .says("topic", "queue", "subject", "channel")
              .says("body", "payload", "schema", "type")
              .says("when", "if", "filter", "condition"));

  static final KeyTable WORKFLOW =
      values(
          KeyTable.of("`workflow`", "name", "states", "with")
              .says("name", "workflow", "workflows", "flowId", "uses")
              .says("states", "types", "status", "on"));

  static final KeyTable CONDITION =
      values(
          KeyTable.of(
                  "`condition`",
                  "that",
                  "run",
                  "shell",
                  "command",
                  "args",
                  "stdin",
                  "env",
                  "every",
                  "with")
              .says("that", "if", "expr")
              .says("every", "interval", "poke_interval"));

  private static KeyTable recurring(KeyTable table) {
    return table
        .knows(RECURRENCE)
        .says("catchup", "backfill", "catchUp", "recoverMissedSchedules")
        .says("overlap", "concurrencyPolicy", "overlapPolicy")
        .says("start", "start_date", "startDate", "startTime")
        .says("end", "end_date", "endDate", "endTime")
        .says("maxActiveRuns", "max_active_runs")
        .says("dependsOnPast", "depends_on_past")
        .says("waitForDownstream", "wait_for_downstream");
  }

  private static KeyTable values(KeyTable table) {
    return table.says("with", "inputs", "params", "parameters");
  }
}
