package dev.jobc.compiler.types;

import static dev.jobc.diag.DiagnosticCode.OUT_OF_RANGE;

import dev.jobc.compiler.resolve.Problems;
import dev.jobc.compiler.types.expr.Foregone;
import dev.jobc.compiler.types.expr.ValueChecker;
import dev.jobc.compiler.types.value.Typed;
import dev.jobc.expr.PlanExpr;
import dev.jobc.json.Json;
import dev.jobc.model.CheckDoc;
import dev.jobc.model.CodeDoc;
import dev.jobc.model.LimitsDoc.ConcurrencyDoc;
import dev.jobc.model.LimitsDoc.RateLimitDoc;
import dev.jobc.model.PolicyDoc;
import dev.jobc.model.PolicyDoc.CacheDoc;
import dev.jobc.model.PolicyDoc.QueueDoc;
import dev.jobc.model.TemplateDoc;
import dev.jobc.model.ValueDoc;
import dev.jobc.source.Located;
import dev.jobc.source.Span;
import dev.jobc.type.Type;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Types the expressions of a policy in the scope of the task, step or workflow that has it. */
final class PolicyTyper {
  private static final Foregone.Effects CHECK =
      new Foregone.Effects(
          "always true, so nothing is checked",
          "always false, so the check always fails",
          "compare with an input or an output");

  private final UnitTyper unit;
  private final ValueChecker checker;
  private final String owner;
  private final boolean shared;

  /**
   * Types policies of one owner.
   *
   * @param owner name of the task or step, from which its checks get theirs
   * @param shared whether the owner is a task with a name of its own
   */
  PolicyTyper(UnitTyper unit, ValueChecker checker, String owner, boolean shared) {
    this.unit = unit;
    this.checker = checker;
    this.owner = owner;
    this.shared = shared;
  }

  TypedPolicy type(PolicyDoc doc) {
    if (doc.equals(PolicyDoc.NONE)) {
      return TypedPolicy.NONE;
    }
    QueueDoc queue = doc.queue();
    ConcurrencyDoc concurrency = doc.concurrency();
    RateLimitDoc rate = doc.rateLimit();
    CacheDoc cache = doc.cache();
    return new TypedPolicy(
        doc,
        queue == null ? null : text(queue.key()),
        concurrency == null ? null : text(concurrency.key()),
        rate == null ? null : limit(rate),
        rate == null ? null : text(rate.key()),
        text(doc.isolation().workingDirectory()),
        cache == null ? null : cacheKey(cache),
        text(doc.idempotencyKey()),
        doc.checks() == null ? List.of() : checks(doc.checks()));
  }

  private @Nullable PlanExpr cacheKey(CacheDoc cache) {
    if (cache.key() == null) {
      return null;
    }
    Typed key = checker.text(cache.key());
    if (key.clock()) {
      new Caching(unit.problems()).clockInKey(key.taint(), cache.key().span());
    }
    return key.expr();
  }

  PlanExpr limit(RateLimitDoc rate) {
    return positive(checker, unit.problems(), rate.limit(), "`limit`").expr();
  }

  /** A number that is an error when it is always less than 1; {@code what} names the place. */
  static Typed positive(ValueChecker checker, Problems problems, ValueDoc value, String what) {
    Typed number = checker.check(value, Type.Simple.INT, what);
    if (number.constant() instanceof Json.Int(long constant) && constant < 1) {
      String message = what + " is always " + constant;
      problems.report(
          problems.at(OUT_OF_RANGE, value.span(), message).help("write a number from 1"));
    }
    return number;
  }

  @Nullable PlanExpr text(@Nullable TemplateDoc template) {
    return template == null ? null : checker.text(template).expr();
  }

  List<TypedCheck> checks(List<CheckDoc> docs) {
    List<TypedCheck> checks = new ArrayList<>();
    for (CheckDoc doc : docs) {
      PlanExpr message = checker.text(doc.message()).expr();
      String source = unit.source(doc.span());
      checks.add(
          switch (doc) {
            case CheckDoc.That that ->
                new TypedCheck.That(that(that.that()).expr(), message, source);
            case CheckDoc.Program(CodeDoc code, TemplateDoc says, Span span) ->
                new TypedCheck.Program(
                    program(code, "check" + (checks.size() + 1), span), message, source);
          });
    }
    return checks;
  }

  private Typed that(ValueDoc doc) {
    Typed that = checker.check(doc, Type.Simple.BOOL, "`that`");
    Foregone.warn(unit.problems(), checker.exprs().scope(), doc, that, CHECK);
    return that;
  }

  /** A program beside the owner; the dot keeps its name apart from every author's. */
  TypedTask program(CodeDoc code, String name, Span span) {
    Located<String> full = new Located<>(owner + "." + name, span);
    return unit.code(checker, full, shared, code, List.of(), List.of(), List.of());
  }
}
