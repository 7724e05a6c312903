package dev.jobc.cli;

import dev.jobc.cli.context.Session;
import dev.jobc.cli.verb.ApprovalsListVerb;
import dev.jobc.cli.verb.ApprovalsVerb;
import dev.jobc.cli.verb.ApproveVerb;
import dev.jobc.cli.verb.CheckVerb;
import dev.jobc.cli.verb.CompileVerb;
import dev.jobc.cli.verb.DbVerb;
import dev.jobc.cli.verb.DenyVerb;
import dev.jobc.cli.verb.DeployVerb;
import dev.jobc.cli.verb.DoctorVerb;
import dev.jobc.cli.verb.ExplainVerb;
import dev.jobc.cli.verb.FmtVerb;
import dev.jobc.cli.verb.InitVerb;
import dev.jobc.cli.verb.LogsVerb;
import dev.jobc.cli.verb.PlanDiffVerb;
import dev.jobc.cli.verb.PlanVerb;
import dev.jobc.cli.verb.RunVerb;
import dev.jobc.cli.verb.RunsVerb;
import dev.jobc.cli.verb.SchedulesVerb;
import dev.jobc.cli.verb.SchemaVerb;
import dev.jobc.cli.verb.SignalVerb;
import dev.jobc.cli.verb.SimulateVerb;
import dev.jobc.cli.verb.TestVerb;
import dev.jobc.cli.verb.UndeployVerb;
import dev.jobc.cli.verb.VersionVerb;
import dev.jobc.cli.verb.WorkerVerb;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** The commands put together: verbs in the order in which one meets them. */
final class CommandTree {
  private CommandTree() {}

  static CommandLine of(Session session) {
    CommandLine root =
        new CommandLine(new JobcCommand(session))
            .addSubcommand(new InitVerb(session))
            .addSubcommand(new CheckVerb(session))
            .addSubcommand(new FmtVerb(session))
            .addSubcommand(new ExplainVerb(session))
            .addSubcommand(new SchemaVerb(session))
            .addSubcommand(new CompileVerb(session))
            .addSubcommand(new SimulateVerb(session))
            .addSubcommand(new TestVerb(session))
            .addSubcommand(group(new PlanVerb(session), new PlanDiffVerb(session)))
            .addSubcommand(new RunVerb(session))
            .addSubcommand(new WorkerVerb(session))
            .addSubcommand(new DeployVerb(session))
            .addSubcommand(new UndeployVerb(session))
            .addSubcommand(group(new SchedulesVerb(), SchedulesVerb.verbs(session)))
            .addSubcommand(group(new RunsVerb(), RunsVerb.verbs(session)))
            .addSubcommand(new LogsVerb(session))
            .addSubcommand(new SignalVerb(session))
            .addSubcommand(new ApproveVerb(session))
            .addSubcommand(new DenyVerb(session))
            .addSubcommand(group(new ApprovalsVerb(), new ApprovalsListVerb(session)))
            .addSubcommand(new DoctorVerb(session))
            .addSubcommand(group(new DbVerb(), DbVerb.verbs(session)))
            .addSubcommand(new VersionVerb(session));
    addHelp(root);
    root.setCaseInsensitiveEnumValuesAllowed(false);
    root.setUsageHelpAutoWidth(false);
    return root;
  }

  private static CommandLine group(Object group, Object... verbs) {
    CommandLine line = new CommandLine(group);
    for (Object verb : verbs) {
      line.addSubcommand(verb);
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
