package dev.weft.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/// `weft`: the program and its subcommands.
@Command(
    name = "weft",
    description = "A chat-thread server whose callbacks an app can rely on.",
    mixinStandardHelpOptions = true,
    versionProvider = PrintedVersion.class,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {ServeCommand.class})
public final class Main implements Runnable {

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
    return new CommandLine(new Main()).setExecutionExceptionHandler(new OneSentence());
  }
}
