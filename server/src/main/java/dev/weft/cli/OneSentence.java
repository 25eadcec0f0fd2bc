package dev.weft.cli;

import dev.weft.config.BadSettingException;
import dev.weft.tx.StoreBusyException;
import dev.weft.tx.StoreFailedException;
import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/// Says in one sentence what went wrong. A stack trace is for what nobody foresaw.
final class OneSentence implements IExecutionExceptionHandler, IParameterExceptionHandler {

  @Override
  public int handleExecutionException(
      Exception failure, CommandLine commandLine, ParseResult parsed) throws Exception {
    return switch (failure) {
      case BadSettingException _,
          StoreFailedException _,
          StoreBusyException _,
          CommandFailedException _ -> {
        commandLine.getErr().println("weft: " + failure.getMessage());
        yield ExitCode.SOFTWARE;
      }
      default -> throw failure;
    };
  }

  @Override
  public int handleParseException(ParameterException failure, String[] args) {
    CommandLine commandLine = failure.getCommandLine();
    PrintWriter err = commandLine.getErr();
    err.println("weft: " + sentence(failure));
    err.println("Try '" + commandLine.getCommandSpec().qualifiedName() + " --help'.");
    return ExitCode.USAGE;
  }

  /// The library's own message, but for a command that does not exist: then it lists the arguments.
  private static String sentence(ParameterException failure) {
    CommandLine commandLine = failure.getCommandLine();
    return failure instanceof UnmatchedArgumentException unmatched
            && !unmatched.isUnknownOption()
            && !commandLine.getSubcommands().isEmpty()
        ? "there is no command '%s' of '%s': it has %s"
            .formatted(
                unmatched.getUnmatched().getFirst(),
                commandLine.getCommandSpec().qualifiedName(),
                String.join(", ", commandLine.getSubcommands().keySet()))
        : String.valueOf(failure.getMessage());
  }
}
