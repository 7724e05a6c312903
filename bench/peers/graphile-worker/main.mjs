// Graphile Worker with what its documentation recommends for throughput: a local queue, and completions in batches.
// https://worker.graphile.org/docs/performance
import { createInterface } from "node:readline";
import { Logger, makeWorkerUtils, run, runMigrations } from "graphile-worker";

const BATCH = 1000;
const BACKLOG = 20_000;
const connectionString = process.env.DATABASE_URL;
const quiet = new Logger(() => () => {});
let executed = 0;
let wake = () => {};

const options = {
  connectionString,
  logger: quiet,
  concurrency: 24,
  maxPoolSize: 25,
  pollInterval: 100,
  noHandleSignals: true,
  taskList: {
    noop: () => {
      executed++;
      wake();
    },
  },
  preset: {
    worker: {
      localQueue: { size: 500, refetchDelay: { durationMs: 10 } },
      completeJobBatchDelay: 0,
      failJobBatchDelay: 0,
    },
  },
};

await runMigrations({ connectionString, logger: quiet });
const utils = await makeWorkerUtils({ connectionString, logger: quiet });
await run(options);

async function drain(jobs) {
  const end = executed + jobs;
  for (let added = 0; added < jobs; added += BATCH) {
    while (end - jobs + added - executed > BACKLOG) {
      await new Promise((resolve) => (wake = resolve));
    }
    const size = Math.min(BATCH, jobs - added);
    await utils.addJobs(Array.from({ length: size }, () => ({ identifier: "noop", payload: {} })));
  }
  while (executed < end) {
    await new Promise((resolve) => (wake = resolve));
  }
}

console.log("ready");
for await (const line of createInterface({ input: process.stdin })) {
  await drain(Number(line));
  console.log("done");
}
process.exit(0);
