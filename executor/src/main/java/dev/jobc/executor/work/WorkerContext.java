package dev.jobc.executor.work;

import dev.jobc.executor.WorkerSettings;
import dev.jobc.executor.runner.TaskRunner;
import dev.jobc.executor.store.Store;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What a worker keeps over all its sessions.
 *
 * @param queues which queues it serves
 * @param callees makes the runs that steps start
 * @param callIds makes ids of calls, unique on this worker
 * @param meter tells telemetry of its tasks
 */
record WorkerContext(
    WorkerSettings settings,
    Store store,
    List<TaskRunner> runners,
    QueueBoard queues,
    ValueCache cache,
    InstantSource clock,
    ScheduledExecutorService timer,
    AtomicLong callIds,
    Callees callees,
    TaskMeter meter) {}
