package dev.jobc.executor.store;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A worker's registration: the lease of everything it has claimed.
 *
 * <ol>
 *   <li>Every change carries the session's epoch. Once the session is declared lost, none gets
 *       through.
 *   <li>A batch of outcomes is recorded as a whole or not at all, exactly once, also when the
 *       connection dies at the commit.
 *   <li>Whoever was told of claimed work must see to it that it is recorded or given back.
 * </ol>
 *
 * <p>{@link #claimReady} and {@link #recordOutcomes} may be called from one thread each.
 */
public interface WorkSession extends AutoCloseable {

  /** Shown in history. */
  int worker();

  /**
   * Takes work off the job table, best queue first, then highest priority, then oldest. Work whose
   * run or step has ended meanwhile is taken off and thrown away; it is never handed out.
   *
   * @param queues queues to take from, best first
   * @param limit at most this many
   * @throws dev.jobc.executor.EngineException when the database can't be reached; whatever was
   *     claimed then and not told is given back on the next call
   */
  List<Claimed> claimReady(List<Integer> queues, int limit);

  /**
   * What limits say to work that this session is about to start. Starts that count for a time count
   * from now. Nothing is said of work that has not asked, see {@link Outcome.Held}.
   */
  Map<Claimed, Entry> begin(List<Claimed> claimed);

  /**
   * Records outcomes and releases what follows from them. Keeps trying while the database can't be
   * reached, until {@link #close}.
   *
   * @param room which successors this session takes at once; asked anew when a batch is repeated
   * @throws FencedException when the session was declared lost: nothing was recorded
   */
  Recorded recordOutcomes(List<Completion> batch, java.util.function.Supplier<Room> room);

  /** Writes down that these results came too late; under no fence, changes no step. */
  void recordRefused(List<Completion> batch);

  /**
   * Work of this session that must not go on, because its run was cancelled or its step was ended
   * early. It stays in the answer until it is recorded.
   */
  List<Claimed> halted();

  /**
   * Shows that the worker lives.
   *
   * @throws FencedException when the session was declared lost
   */
  void beat();

  /** What keeps this session from claiming or recording just now; it goes on trying. */
  Optional<String> trouble();

  /** Ends the session, so that nobody waits for it; what it still holds is given to others. */
  void end();

  /** Drops the connections without a word, as a crash would. */
  @Override
  void close();
}
