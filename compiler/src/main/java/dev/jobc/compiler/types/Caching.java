package dev.jobc.compiler.types;

import static dev.jobc.diag.DiagnosticCode.NOT_CACHEABLE;

import dev.jobc.compiler.resolve.Problems;
import dev.jobc.compiler.resolve.Step;
import dev.jobc.compiler.types.value.Secrets;
import dev.jobc.compiler.types.value.Taint;
import dev.jobc.compiler.types.value.Typed;
import dev.jobc.diag.Diagnostic;
import dev.jobc.model.InputDecl;
import dev.jobc.model.PolicyDoc.CacheDoc;
import dev.jobc.model.StepBody.ArgDoc;
import dev.jobc.plan.TaskSpec.Param;
import dev.jobc.source.Place;
import dev.jobc.source.Span;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Refuses to reuse what depends on a secret, which whoever gets the stored result need not be
 * allowed to use, or on the clock, which makes a reused result one of another time. A {@code key}
 * of the author's own says that the clock doesn't matter; it can't say so of a secret.
 */
final class Caching {
  private static final String SECRET_NOTE =
      "a stored result goes to whoever makes the same call, who may not have the secret";
  private static final String SECRET_HELP =
      "leave `cache` out, or fetch what is to be reused in a task without the secret";
  private static final String CLOCK_NOTE = "a result is reused when the same values come again";

  private final Problems problems;

  Caching(Problems problems) {
    this.problems = problems;
  }

  /** Checks the {@code cache} of a task with a name, as far as every call of it is concerned. */
  void declared(TypedTask task, List<InputDecl> inputs) {
    CacheDoc cache = task.policy().doc().cache();
    if (cache == null) {
      return;
    }
    for (InputDecl input : inputs) {
      if (isSecret(task, input.name().value())) {
        problems.report(secret(cache, problems.place(input.name().span())));
      }
    }
    checkCode(cache, task);
  }

  /**
   * Checks a call.
   *
   * @param policy what the step says
   * @param with the values it passes, by the names of the inputs
   */
  void called(
      Step step, TypedTask task, TypedPolicy policy, List<ArgDoc> args, Map<String, Typed> with) {
    CacheDoc own = policy.doc().cache();
    CacheDoc cache = own == null ? task.policy().doc().cache() : own;
    if (cache == null) {
      return;
    }
    for (ArgDoc arg : args) {
      Typed value = with.get(arg.name().value());
      if (own != null && isSecret(task, arg.name().value())) {
        Place place = problems.place(arg.value().span());
        problems.report(secret(own, place));
      } else if (value != null && value.clock() && cache.key() == null) {
        problems.report(clock(value.taint(), arg.value().span(), step.title()));
      }
    }
    if (own != null) {
      checkCode(own, task);
    }
  }

  /** Reports a key of the author's own that changes with the time. */
  void clockInKey(Taint taint, Span key) {
    problems.report(
        labelled(
                problems.at(NOT_CACHEABLE, key, "with the clock in `key` no result is ever reused"),
                taint.clock(),
                key)
            .help("make the key of what the result depends on"));
  }

  /** The variables, arguments and standard input of the task itself. */
  private void checkCode(CacheDoc cache, TypedTask task) {
    if (!task.secretEnv().isEmpty()) {
      String name = task.secretEnv().getFirst();
      Place place =
          task.code().env().stream()
              .filter(variable -> variable.name().value().equals(name))
              .map(variable -> task.unit().doc().source().place(variable.name().span()))
              .findFirst()
              .orElseThrow();
      problems.report(secret(cache, place));
    }
    Place clock = task.taint().clock();
    if (clock != null && cache.key() == null) {
      problems.report(
          problems
              .at(NOT_CACHEABLE, cache.span(), "a result that depends on the clock can't be reused")
              .label(clock, "the clock")
              .note(CLOCK_NOTE)
              .help("add a `key:` of what the result depends on, or leave `cache` out"));
    }
  }

  private static boolean isSecret(TypedTask task, String input) {
    return task.inputs().stream()
        .filter(param -> param.name().equals(input))
        .map(Param::type)
        .anyMatch(Secrets::isIn);
  }

  private Diagnostic secret(CacheDoc cache, Place place) {
    return problems
        .at(NOT_CACHEABLE, cache.span(), "a result that depends on a secret can't be reused")
        .label(place, "the secret")
        .note(SECRET_NOTE)
        .help(SECRET_HELP);
  }

  private Diagnostic clock(Taint taint, Span value, String step) {
    Diagnostic error =
        problems.at(NOT_CACHEABLE, value, "the clock flows into " + step + ", which is cached");
    return labelled(error, taint.clock(), value)
        .note(CLOCK_NOTE)
        .help("give its `cache` a `key:` of what the result depends on, or leave `cache` out");
  }

  private static Diagnostic labelled(Diagnostic error, @Nullable Place clock, Span at) {
    return clock == null || clock.span().equals(at) ? error : error.label(clock, "the clock");
  }
}
