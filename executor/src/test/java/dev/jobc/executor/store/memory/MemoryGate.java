package dev.jobc.executor.store.memory;

import dev.jobc.executor.core.AdmissionRound;
import dev.jobc.executor.core.AdmissionRound.Asking;
import dev.jobc.executor.core.AdmissionRound.Stop;
import dev.jobc.executor.core.Need;
import dev.jobc.executor.store.Claimed;
import dev.jobc.executor.store.Work;
import dev.jobc.executor.store.memory.MemoryPermits.Waiter;
import dev.jobc.plan.Timeouts;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What one change of the store means to limits: what it gives back, and who asks. Done last. */
final class MemoryGate {
  private final Books books;
  private final List<Work> settled = new ArrayList<>();
  private final Set<Long> ended = new LinkedHashSet<>();
  private final Set<String> freed = new LinkedHashSet<>();
  private final List<Waiter> asking = new ArrayList<>();
  private final List<Job> own = new ArrayList<>();
  private final Set<Integer> queues = new HashSet<>();
  private boolean windows;
  private long nextWindow = -1;
  private boolean turns;

  MemoryGate(Books books) {
    this.books = books;
  }

  /** Their leases are settled by this change. */
  void settled(Collection<Claimed> claimed) {
    claimed.forEach(one -> settled.add(one.work()));
  }

  void ended(Collection<Long> runs) {
    ended.addAll(runs);
  }

  /** More may fit from now on. */
  void changed(String key) {
    freed.add(key);
  }

  /** Starts may have ceased to count. */
  void windowsEnd() {
    windows = true;
  }

  /** Work that may go on only with permits. */
  void ask(Job job, List<Need> needs) {
    asking.add(new Waiter(0, "", job, needs));
  }

  /** Work that has asked here and was let through. */
  List<Job> own() {
    return own;
  }

  /** Queues that have got work which had waited. */
  Set<Integer> queues() {
    return queues;
  }

  /** Milliseconds after which the chores have something to do; -1 for nothing. */
  long nextChore() {
    return turns ? 0 : nextWindow;
  }

  void settle() {
    boolean nothing = asking.isEmpty() && freed.isEmpty() && !windows;
    if (nothing && settled.isEmpty() && ended.isEmpty()) {
      return;
    }
    freed.addAll(books.permits.giveBack(settled, ended));
    freed.addAll(books.permits.forget(settled, ended));
    asking.forEach(one -> books.permits.needs(one).forEach(need -> freed.add(need.key())));
    if (!freed.isEmpty() || !asking.isEmpty()) {
      round();
    }
  }

  private void round() {
    List<Waiter> order = new ArrayList<>(books.permits.waiting(freed));
    order.addAll(asking);
    asking.clear();
    order.sort(AdmissionRound.Asker.ORDER);
    AdmissionRound<Waiter> round =
        AdmissionRound.of(
            order.stream().map(one -> new Asking<>(one, books.permits.needs(one))).toList(),
            books.permits.taken());
    nextWindow = AdmissionRound.soonest(nextWindow, round.nextWindow());
    books.permits.take(round.through());
    books.permits.refuse(round.refused());
    List<Waiter> gone = new ArrayList<>();
    round.through().forEach(one -> gone.add(one.who()));
    round.refused().forEach(stop -> gone.add(stop.who()));
    books.permits.leave(gone);
    books.permits.keep(round.kept());
    for (Stop<Waiter> stop : round.pressing()) {
      books.permits.callOff(stop.by().key(), stop.missing());
    }
    gone.forEach(this::let);
  }

  /** A run goes on in a turn of its own. */
  private void let(Waiter one) {
    Job job = one.job();
    if (one.id() == 0) {
      own.add(job);
    } else if (one.isRun()) {
      books.arm(0, Books.Limit.GO_ON, job.work());
      turns = true;
    } else {
      Work work = job.work();
      Work now =
          new Work(
              work.runId(), work.planId(), work.ref(), work.tries(), work.since(), books.now());
      // Its time limits were set when it began to wait.
      books.enqueue(List.of(new Job(0, now, job.queue(), job.prio(), 0, Timeouts.NONE)));
      queues.add(job.queue());
    }
  }
}
