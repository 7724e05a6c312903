package dev.jobc.executor.store.memory;

import dev.jobc.executor.core.Ending;
import dev.jobc.executor.core.Fault;
import dev.jobc.executor.core.ScopeImage;
import dev.jobc.executor.store.ValueStore;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Values in memory. */
final class MemoryValues implements ValueStore {
  private final Books books;

  MemoryValues(Books books) {
    this.books = books;
  }

  private Optional<StoredRun> run(long id) {
    return Optional.ofNullable(books.runs.get(id));
  }

  @Override
  public Map<Long, RunInput> inputs(Collection<Long> runs) {
    synchronized (books) {
      Map<Long, RunInput> inputs = new HashMap<>();
      for (long id : runs) {
        run(id)
            .ifPresent(
                run -> inputs.put(id, new RunInput(run.given.inputs(), run.given.directory())));
      }
      return inputs;
    }
  }

  @Override
  public Map<Long, Long> origins(Collection<Long> runs) {
    synchronized (books) {
      Map<Long, Long> origins = new HashMap<>();
      for (long id : runs) {
        run(id).map(run -> run.origin).ifPresent(origin -> origins.put(id, origin.value()));
      }
      return origins;
    }
  }

  @Override
  public Optional<byte[]> start(long run) {
    return Optional.empty();
  }

  @Override
  public Map<Address, byte[]> outputs(Collection<Address> steps) {
    synchronized (books) {
      Map<Address, byte[]> outputs = new HashMap<>();
      for (Address step : steps) {
        run(step.runId())
            .map(run -> run.outputs.get(step.ref()))
            .ifPresent(body -> outputs.put(step, body));
      }
      return outputs;
    }
  }

  @Override
  public Map<ScopeAddress, Items> scopes(Collection<ScopeAddress> scopes) {
    synchronized (books) {
      Map<ScopeAddress, Items> found = new HashMap<>();
      for (ScopeAddress one : scopes) {
        StoredRun run = books.runs.get(one.runId());
        ScopeImage scope = run == null ? null : run.image.scopes().get(one.scope());
        if (run != null && scope != null) {
          found.put(one, new Items(scope, run.items.get(one.scope())));
        }
      }
      return found;
    }
  }

  @Override
  public Collection<ScopeImage> opened(Address step) {
    synchronized (books) {
      return run(step.runId()).stream()
          .flatMap(run -> run.image.scopes().values().stream())
          .filter(scope -> scope.parent().equals(step.ref()))
          .sorted(Comparator.comparingInt(ScopeImage::number))
          .toList();
    }
  }

  @Override
  public Map<Integer, byte[]> gather(long runId, int scope, int node, int size) {
    synchronized (books) {
      Map<Integer, byte[]> gathered = new HashMap<>();
      run(runId)
          .ifPresent(
              run ->
                  run.outputs.forEach(
                      (ref, body) -> {
                        if (ref.scope() == scope && ref.step() % size == node) {
                          gathered.put(ref.step() / size, body);
                        }
                      }));
      return gathered;
    }
  }

  @Override
  public @Nullable Ending ending(Address step) {
    synchronized (books) {
      return run(step.runId()).map(run -> run.image.ending(step.ref())).orElse(null);
    }
  }

  @Override
  public @Nullable Fault fault(Address step) {
    synchronized (books) {
      return run(step.runId()).map(run -> run.image.faults().get(step.ref())).orElse(null);
    }
  }

  @Override
  public byte @Nullable [] error(Address step) {
    synchronized (books) {
      if (step.ref().equals(ScopeImage.NOBODY)) {
        return run(step.runId()).map(run -> run.error).orElse(null);
      }
      List<StoredRun.Attempt> failed =
          run(step.runId()).stream()
              .flatMap(run -> run.attempts.stream())
              .filter(one -> one.error() != null && one.work().ref().equals(step.ref()))
              .sorted(
                  Comparator.<StoredRun.Attempt>comparingLong(one -> one.completion().finishedAt())
                      .thenComparingInt(one -> one.work().tries().attempt()))
              .toList();
      return failed.isEmpty() ? null : failed.getLast().error();
    }
  }
}
