// pg-boss as its own speed test uses it: jobs are inserted, fetched and completed in sets. The last version for Node 20.
import { createInterface } from "node:readline";
import PgBoss from "pg-boss";

const BATCH = 1000;
const BACKLOG = 20_000;
const LOOPS = 2;
const QUEUE = "noop";
const boss = new PgBoss({ connectionString: process.env.DATABASE_URL, max: 10, schedule: false });
boss.on("error", (error) => console.error(error));
await boss.start();
await boss.createQueue(QUEUE);
let executed = 0;

const pause = () => new Promise((resolve) => setTimeout(resolve, 2));

async function loop(isOver) {
  while (!isOver()) {
    const jobs = await boss.fetch(QUEUE, { batchSize: BATCH });
    if (jobs.length === 0) {
      await pause();
      continue;
    }
    executed += jobs.length;
    await boss.complete(QUEUE, jobs.map((job) => job.id));
  }
}

async function drain(jobs) {
  const begin = executed;
  const isOver = () => executed - begin >= jobs;
  const loops = Array.from({ length: LOOPS }, () => loop(isOver));
  for (let added = 0; added < jobs; added += BATCH) {
    while (added - (executed - begin) > BACKLOG) {
      await pause();
    }
    const size = Math.min(BATCH, jobs - added);
    await boss.insert(Array.from({ length: size }, () => ({ name: QUEUE, data: {} })));
  }
  await Promise.all(loops);
}

console.log("ready");
for await (const line of createInterface({ input: process.stdin })) {
  await drain(Number(line));
  console.log("done");
}
process.exit(0);
