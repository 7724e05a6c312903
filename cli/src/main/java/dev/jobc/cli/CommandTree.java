package dev.jobc.cli;

import dev.jobc.cli.context.Session;
import dev.jobc.cli.verb.ApprovalsListVerb;
import dev.jobc.cli.verb.ApprovalsVerb;
import dev.jobc.cli.verb.ApproveVerb;
import dev.jobc.cli.verb.CheckVerb;
import dev.jobc.cli.verb.CompileVerb;
import dev.jobc.cli.verb.DbVerb;
import dev.jobc.cli.verb.DeadLettersVerb;
import dev.jobc.cli.verb.DenyVerb;
import dev.jobc.cli.verb.DeployVerb;
import dev.jobc.cli.verb.DoctorVerb;
import dev.jobc.cli.verb.EventsVerb;
import dev.jobc.cli.verb.ExplainVerb;
import dev.jobc.cli.verb.FmtVerb;
import dev.jobc.cli.verb.InitVerb;
import dev.jobc.cli.verb.LogsVerb;
import dev.jobc.cli.verb.PlanDiffVerb;
import dev.jobc.cli.verb.PlanVerb;
import dev.jobc.cli.verb.PoolsVerb;
import dev.jobc.cli.verb.QueuesVerb;
import dev.jobc.cli.verb.RolesVerb;
import dev.jobc.cli.verb.RunVerb;
import dev.jobc.cli.verb.RunsVerb;
import dev.jobc.cli.verb.SchedulesVerb;
import dev.jobc.cli.verb.SchemaVerb;
import dev.jobc.cli.verb.SignalVerb;
import dev.jobc.cli.verb.SimulateVerb;
import dev.jobc.cli.verb.SubmitVerb;
import dev.jobc.cli.verb.TestVerb;
import dev.jobc.cli.verb.UndeployVerb;
import dev.jobc.cli.verb.VersionVerb;
import dev.jobc.cli.verb.WorkerVerb;
import dev.jobc.cli.verb.WorkflowsVerb;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.UsageMessageSpec;

/** The commands put together: verbs in the order in which one meets them. */
final class CommandTree {
  private CommandTree() {}

  /**
   * The part of the tree that these arguments can reach. Reading the annotations of all verbs takes
   * longer than checking a small workflow, so that a command that begins with its verb, as nearly
   * all do, has only that one.
   */
  static CommandLine of(Session session, String... arguments) {
    CommandLine root = new CommandLine(root(session));
    Map<String, Supplier<CommandLine>> verbs = verbs(session);
    Supplier<CommandLine> only = arguments.length == 0 ? null : verbs.get(arguments[0]);
    if (only == null) {
      verbs.forEach((name, verb) -> root.addSubcommand(name, verb.get()));
    } else {
      root.addSubcommand(arguments[0], only.get());
    }
    addHelp(root);
    root.setCaseInsensitiveEnumValuesAllowed(false);
    root.setUsageHelpAutoWidth(false);
    return root;
  }

  /** What stands before the verb: the options that every verb has. */
  private static CommandSpec root(Session session) {
    CommandSpec root =
        CommandSpec.create()
            .name("jobc")
            .usageMessage(
                new UsageMessageSpec()
                    .description("Compiles workflows written in YAML and runs them")
                    .synopsisSubcommandLabel("COMMAND")
                    .footer(
                        "",
                        "jobc COMMAND --help tells more. Exit codes and variables: docs/cli.md"));
    session.options().forEach(root::addOption);
    return root;
  }

  private static Map<String, Supplier<CommandLine>> verbs(Session session) {
    Map<String, Supplier<CommandLine>> verbs = new LinkedHashMap<>();
    verbs.put("init", () -> verb(new InitVerb(session)));
    verbs.put("check", () -> verb(new CheckVerb(session).spec()));
    verbs.put("fmt", () -> verb(new FmtVerb(session)));
    verbs.put("explain", () -> verb(new ExplainVerb(session)));
    verbs.put("schema", () -> verb(new SchemaVerb(session)));
    verbs.put("compile", () -> verb(new CompileVerb(session)));
    verbs.put("simulate", () -> verb(new SimulateVerb(session)));
    verbs.put("test", () -> verb(new TestVerb(session)));
    verbs.put("plan", () -> verb(new PlanVerb(session), new PlanDiffVerb(session)));
    verbs.put("run", () -> verb(new RunVerb(session)));
    verbs.put("submit", () -> verb(new SubmitVerb(session)));
    verbs.put("worker", () -> verb(new WorkerVerb(session)));
    verbs.put("deploy", () -> verb(new DeployVerb(session)));
    verbs.put("undeploy", () -> verb(new UndeployVerb(session)));
    verbs.put("workflows", () -> verb(new WorkflowsVerb(), WorkflowsVerb.verbs(session)));
    verbs.put("schedules", () -> verb(new SchedulesVerb(), SchedulesVerb.verbs(session)));
    verbs.put("events", () -> verb(new EventsVerb(), EventsVerb.verbs(session)));
    verbs.put("queues", () -> verb(new QueuesVerb(), QueuesVerb.verbs(session)));
    verbs.put("roles", () -> verb(new RolesVerb(), RolesVerb.verbs(session)));
    verbs.put("pools", () -> verb(new PoolsVerb(), PoolsVerb.verbs(session)));
    verbs.put("runs", () -> verb(new RunsVerb(), RunsVerb.verbs(session)));
    verbs.put("deadletters", () -> verb(new DeadLettersVerb(), DeadLettersVerb.verbs(session)));
    verbs.put("logs", () -> verb(new LogsVerb(session)));
    verbs.put("signal", () -> verb(new SignalVerb(session)));
    verbs.put("approve", () -> verb(new ApproveVerb(session)));
    verbs.put("deny", () -> verb(new DenyVerb(session)));
    verbs.put("approvals", () -> verb(new ApprovalsVerb(), new ApprovalsListVerb(session)));
    verbs.put("doctor", () -> verb(new DoctorVerb(session)));
    verbs.put("db", () -> verb(new DbVerb(), DbVerb.verbs(session)));
    verbs.put("version", () -> verb(new VersionVerb(session)));
    return verbs;
  }

  private static CommandLine verb(Object verb, Object... below) {
    CommandLine line = new CommandLine(verb);
    for (Object one : below) {
      line.addSubcommand(one);
    }
    return line;
  }

  private static void addHelp(CommandLine line) {
    line.getCommandSpec()
        .addOption(
            OptionSpec.builder("-h", "--help")
                .usageHelp(true)
                .description("Show this help")
                .build());
    line.getSubcommands().values().forEach(CommandTree::addHelp);
  }
}
