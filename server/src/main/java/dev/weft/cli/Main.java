package dev.weft.cli;

import dev.weft.Descriptors;
import dev.weft.cli.base.PrintedVersion;
import dev.weft.cli.base.ReadableSecrets;
import dev.weft.cli.delivery.DeliveriesCommand;
import dev.weft.cli.delivery.ExceptionsCommand;
import dev.weft.cli.delivery.ExplainCommand;
import dev.weft.cli.delivery.ReplayCommand;
import dev.weft.cli.demo.DemoCommand;
import dev.weft.cli.listen.ListenCommand;
import dev.weft.cli.rule.RuleCommand;
import dev.weft.cli.store.AppCommand;
import dev.weft.cli.store.BackupCommand;
import dev.weft.cli.store.MigrateCommand;
import dev.weft.cli.store.OperatorCommand;
import dev.weft.cli.store.RestoreCommand;
import dev.weft.cli.store.TokenCommand;
import dev.weft.config.BadSettingException;
import java.util.List;
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
      "  weft COMMAND --help    what a command does, with an example",
      "",
      "In a checkout of the sources, ./weft has more:",
      "  test [NAME | --fast]   run all tests, one, or the quick ones",
      "  bench                  measure, beside others",
      "  dist                   make the archive, the image and the packages"
    })
public final class Main implements Runnable {

  /// In the order in which the help lists them.
  private static final List<Class<?>> SUBCOMMANDS =
      List.of(
          DemoCommand.class,
          ServeCommand.class,
          AppCommand.class,
          TokenCommand.class,
          RuleCommand.class,
          DeliveriesCommand.class,
          ExplainCommand.class,
          ListenCommand.class,
          ExceptionsCommand.class,
          ReplayCommand.class,
          BackupCommand.class,
          RestoreCommand.class,
          MigrateCommand.class,
          NodesCommand.class,
          ApiCommand.class,
          SeedCommand.class,
          TopCommand.class,
          SupportCommand.class,
          HealthCommand.class,
          CompletionCommand.class,
          ConsoleCommand.class,
          OperatorCommand.class);

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
    if (args.length > 0 && args[0].equals("serve")) {
      requireDescriptors();
    }
    // A server has a log for it, which may be one of JSON.
    if (args.length > 0 && !args[0].equals("serve")) {
      ReadableSecrets.sentences(List.of(args)).forEach(line -> System.err.println("weft: " + line));
    }
    System.exit(commandLine(args).execute(args));
  }

  /// Before all else: below the limit not even the classes of the program can be read.
  private static void requireDescriptors() {
    try {
      Descriptors.require();
    } catch (BadSettingException e) {
      System.err.println("weft: " + e.getMessage());
      System.exit(1);
    }
  }

  /// Knows every subcommand, or only the one that is called: to read the annotations of the others
  /// takes a third of the time in which the server starts.
  static CommandLine commandLine(String... args) {
    OneSentence oneSentence = new OneSentence();
    CommandLine all = new CommandLine(new Main());
    List<Class<?>> called =
        SUBCOMMANDS.stream().filter(type -> args.length > 0 && args[0].equals(name(type))).toList();
    for (Class<?> type : called.isEmpty() ? SUBCOMMANDS : called) {
      all.addSubcommand(type);
    }
    return all.setExecutionExceptionHandler(oneSentence).setParameterExceptionHandler(oneSentence);
  }

  private static String name(Class<?> subcommand) {
    return subcommand.getAnnotation(Command.class).name();
  }
}
