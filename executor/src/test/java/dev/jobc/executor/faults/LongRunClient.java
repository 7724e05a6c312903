package dev.jobc.executor.faults;

import dev.jobc.executor.Engine;
import dev.jobc.executor.EngineException;
import dev.jobc.executor.RunFilter;
import dev.jobc.executor.RunId;
import dev.jobc.executor.Submission;
import dev.jobc.executor.inprocess.RegisteredRunner;
import dev.jobc.executor.store.DatabaseSettings;
import dev.jobc.executor.testing.Await;
import dev.jobc.executor.testing.Plans;
import dev.jobc.json.Json;
import java.io.FileOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Map;

/** The client of the long run: submits until there are enough runs, and writes down each answer. */
final class LongRunClient {
  private static final int BATCH = 100;
  private static final int MOST_BATCHES = 30;

  private LongRunClient() {}

  /**
   * Submits until it is killed or done.
   *
   * @param args address, user and password of the database, the file of what was acknowledged, how
   *     many runs there shall be, steps of each
   */
  public static void main(String[] args) throws Exception {
    DatabaseSettings database = new DatabaseSettings(args[0], args[1], args[2]);
    long wanted = Long.parseLong(args[4]);
    try (FileOutputStream answers = new FileOutputStream(args[3], true);
        Engine engine = LongRunWorker.connect(database, new RegisteredRunner(Map.of()))) {
      String plan =
          Await.answer(() -> engine.storePlan(Plans.chain(Integer.parseInt(args[5])), Map.of()));
      while (Await.answer(() -> engine.count(RunFilter.ALL)) < wanted) {
        submit(engine, plan, wanted, answers);
      }
    }
  }

  /** Submits what is missing, until an answer does not come: whether it was taken is not known. */
  private static void submit(Engine engine, String plan, long wanted, FileOutputStream answers)
      throws Exception {
    Deque<RunId> underWay = new ArrayDeque<>();
    Submission one = new Submission(plan, Json.object().build());
    try {
      for (long left = wanted - engine.count(RunFilter.ALL); left > 0; left -= BATCH) {
        List<Submission> batch = Collections.nCopies((int) Math.min(BATCH, left), one);
        List<RunId> runs = engine.submitAll(batch);
        for (RunId run : runs) {
          answers.write((run.value() + "\n").getBytes(StandardCharsets.US_ASCII));
        }
        underWay.add(runs.getLast());
        if (underWay.size() > MOST_BATCHES) {
          Await.ends(engine, List.of(underWay.remove()));
        }
      }
    } catch (EngineException e) {
      underWay.clear();
    }
  }
}
