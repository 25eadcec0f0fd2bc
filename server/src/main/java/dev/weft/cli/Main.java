package dev.weft.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/// `weft`: the program and its subcommands.
@Command(
    name = "weft",
    description = "A chat-thread server whose callbacks an app can rely on.",
    versionProvider = PrintedVersion.class,
    synopsisSubcommandLabel = "COMMAND",
    footer = {
      "",
      "Start here:",
      "  weft demo              see callbacks arrive, with nothing to set up",
      "  weft COMMAND --help    what a command does, with an example"
    },
    subcommands = {
      DemoCommand.class,
      ServeCommand.class,
      AppCommand.class,
      RuleCommand.class,
      DeliveriesCommand.class,
      ExplainCommand.class,
      ListenCommand.class
    })
public final class Main implements Runnable {

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      scope = ScopeType.INHERIT,
      description = "Show this help.")
  @SuppressWarnings("unused") // picocli acts on it.
  private boolean help;

  @Option(
      names = {"-V", "--version"},
      versionHelp = true,
      description = "Print the version.")
  @SuppressWarnings("unused") // picocli acts on it.
  private boolean version;

  @CommandLine.Spec
  @SuppressWarnings("NullAway.Init") // picocli fills it in.
  private CommandLine.Model.CommandSpec spec;

  @Override
  public void run() {
    spec.commandLine().usage(System.out);
  }

  /// Runs a subcommand and ends with its exit code: 0 done, 1 failed, 2 wrong usage.
  public static void main(String[] args) {
    System.exit(commandLine().execute(args));
  }

  static CommandLine commandLine() {
    OneSentence oneSentence = new OneSentence();
    return new CommandLine(new Main())
        .setExecutionExceptionHandler(oneSentence)
        .setParameterExceptionHandler(oneSentence);
  }
}
