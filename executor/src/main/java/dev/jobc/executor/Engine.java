package dev.jobc.executor;

import dev.jobc.json.Json;
import dev.jobc.plan.Plan;
import dev.jobc.plan.Provenance;
import dev.jobc.type.Type;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A connection to one jobc database: stores plans, takes submissions, answers questions about runs,
 * and starts workers that execute. Submitting and executing may happen in different processes; they
 * meet in the job table.
 *
 * <p>Thread-safe. Every method throws {@link EngineException} when the database can't be reached or
 * refuses; what was acknowledged before stays.
 */
public interface Engine extends AutoCloseable {

  /**
   * Stores a plan and the code it needs. Idempotent: an equal plan is stored once.
   *
   * @param blobs file contents by SHA-256 (hex), at least those the plan's bundles name
   * @param provenance the commit it comes from, for the revision that this makes; null for none
   * @return the plan's id: SHA-256 (hex) of its canonical form
   */
  String storePlan(Plan plan, Map<String, byte[]> blobs, @Nullable Provenance provenance);

  /** A plan that comes from no commit. */
  default String storePlan(Plan plan, Map<String, byte[]> blobs) {
    return storePlan(plan, blobs, null);
  }

  /**
   * What the name of a workflow has pointed to, newest first.
   *
   * @param workflow {@code namespace/name}, or a name in the namespace {@code default}; null for
   *     the newest revision of every workflow, by name
   */
  List<Revision> revisions(@Nullable String workflow);

  /**
   * Creates a run of a stored plan. Once this returns, the run survives the crash of any process.
   * One whose {@link Submission#id} stands for a run already is that run.
   *
   * @throws InvalidInputException when an input is missing, unknown, or of the wrong type
   * @throws EngineException when the id stands for a run of another plan or other inputs
   */
  default RunId submit(Submission submission) {
    return submitAll(List.of(submission)).get(0);
  }

  /** Creates many runs in one transaction, all or none, ids in order; see {@link #submit}. */
  List<RunId> submitAll(List<Submission> submissions);

  /** The run that a submission has given this id. */
  Optional<RunId> named(String id);

  /** A run with its steps, or empty when there is none of that id. */
  Optional<RunView> run(RunId id);

  /** Newest first. */
  default List<RunSummary> runs(int limit) {
    return runs(RunFilter.ALL, limit);
  }

  /** Those that fit, newest first. */
  default List<RunSummary> runs(RunFilter filter, int limit) {
    return runs(filter, null, limit);
  }

  /**
   * The same, page by page.
   *
   * @param before the last one of the page before; null for the first page
   */
  List<RunSummary> runs(RunFilter filter, @Nullable RunId before, int limit);

  /** How many fit. */
  long count(RunFilter filter);

  /**
   * Cancels runs. No step of them is started any more, and workers are told to stop what they run
   * of it, first gently, after their grace time by force. Runs without handlers end now as {@link
   * RunState#CANCELLED}, others when their handlers have; those need a worker. Cancelling again
   * does no harm.
   *
   * @return the state in which each run was found, {@link RunState#RUNNING} for those that were
   *     cancelled by this call, or are being cancelled; runs that don't exist are left out
   */
  Map<RunId, RunState> cancel(Collection<RunId> ids, Cancelling how);

  /**
   * Cancels one step of a run: it fails with {@code Cancelled}, also if it has not begun, and the
   * run goes on as after any other failure. What it runs is stopped, and cleans up.
   *
   * @param step its id; {@code id[2]} for one item of a map, otherwise all its instances
   * @return how many instances that were
   * @throws EngineException when there is no such run, it has ended, or no such step of it is left
   *     to cancel
   */
  int cancelStep(RunId run, String step);

  /** See {@link #cancel(Collection, Cancelling)}; gently. */
  default Map<RunId, RunState> cancel(Collection<RunId> ids) {
    return cancel(ids, Cancelling.GENTLY);
  }

  /**
   * Takes up a run that has ended, in a new run of the same plan and inputs. Steps that succeeded,
   * or were skipped, are not run again and count with what they have given; all others run, with
   * the idempotency keys that they had. The run that is taken up stays as it is.
   *
   * @param again ids of steps of the workflow that run again although they succeeded, with all that
   *     needs them; if there are any, idempotency keys are new
   * @return the new run
   * @throws EngineException when there is no such run or step, it has not ended, it has succeeded
   *     and no step is named, or a run that takes it up goes on
   */
  RunId resume(RunId run, Collection<String> again);

  /** A stored plan. */
  Optional<Plan> plan(String planId);

  /**
   * Takes up a run that has ended, in a new run of another plan of the same workflow.
   *
   * @return the new run
   * @throws InvalidInputException when the inputs of the run don't fit the plan
   * @throws EngineException when there is no such run or plan, the run has not ended, or a run that
   *     takes it up goes on
   */
  RunId resume(RunId run, Takeover takeover);

  /** What {@link #resume(RunId, Takeover)} would keep, and what not. */
  Takeover.Preview preview(RunId run, Takeover takeover);

  /**
   * What steps of runs that go on wait for from outside, oldest first; of one run if it is named.
   */
  List<OpenQuestion> questions(Optional<RunId> run);

  /**
   * What may come with a signal to a run, by name.
   *
   * @throws EngineException when there is no such run, or nothing in it waits for such a signal
   */
  Map<String, Type> signalFields(RunId run, String name);

  /**
   * Sends a signal to a run. A step that waits for it goes on; otherwise it is kept for the first
   * one that will.
   *
   * @param values the fields of the record that comes with it, or {@code value}
   * @return whether a step took it
   * @throws InvalidInputException when the values don't fit what the steps want
   */
  boolean signal(RunId run, String name, Json.Obj values);

  /**
   * Says yes where a step waits for a person.
   *
   * @param step its id, with the numbers of its items when several wait
   * @param by who says so
   * @param form values by the names of the form; those left out take their default
   * @throws InvalidInputException when the form is not filled in as it must be
   */
  void approve(RunId run, String step, String by, Json.Obj form);

  /** Says no; the step fails with {@code Denied}. See {@link #approve}. */
  void deny(RunId run, String step, String by, String reason);

  /**
   * Decides about a step that is held because its worker died ({@code onLost: hold}).
   *
   * @param step its id, with the numbers of its items when several are held
   * @param again whether it runs again, as an attempt that begins a new count of losses; otherwise
   *     it fails with {@code WorkerLost}, whatever its {@code retry} says
   * @throws EngineException when there is no such run or step, or it is not held
   */
  void release(RunId run, String step, boolean again);

  /**
   * What the attempts of a run have written, in order of step, attempt and position.
   *
   * @param step only this step's, by id; empty for all
   */
  List<LogChunk> logs(RunId id, Optional<String> step);

  /**
   * Waits until the run has ended or the time is over, whichever is first; returns early by
   * notification, not by polling alone.
   *
   * @return whether the run has ended
   */
  boolean awaitEnd(RunId id, Duration atMost) throws InterruptedException;

  /**
   * Looks whether the database is as the engine has to leave it, whatever breaks. Others may be
   * busy with it meanwhile.
   *
   * @param newest so many of the newest runs are looked at, with all that belongs to them
   * @return every rule, whether it holds or not
   */
  List<Invariant> invariants(int newest);

  /** How many runs {@link #clean} would remove now. */
  long cleanable(Retention retention);

  /** Removes ended runs with all that belongs to them, in small steps; may be stopped any time. */
  Retention.Removed clean(Retention retention);

  /**
   * Removes runs some time after their end, and dead letters, looking every few minutes, until
   * closed.
   */
  Background startCleaning(Keeping keeping);

  /** Tasks that failed for good. */
  DeadLetters deadLetters();

  /** Where and when work may start. */
  Queues queues();

  /** Triggers of deployed workflows. */
  Schedules schedules();

  /** Starts executing on this machine, until the worker is closed. */
  Worker startWorker(WorkerSettings settings);

  @Override
  void close();

  /**
   * Executes tasks. Closing stops claiming, lets running tasks end for the grace time, and returns
   * what is left.
   */
  interface Worker extends AutoCloseable {
    /** Tasks under way. */
    int running();

    /** What keeps it from taking or recording work just now, in one line; it goes on trying. */
    Optional<String> trouble();

    /** Completes when the worker can't go on (fenced, database gone for good), with the reason. */
    java.util.concurrent.CompletionStage<Void> failure();

    @Override
    void close();
  }
}
