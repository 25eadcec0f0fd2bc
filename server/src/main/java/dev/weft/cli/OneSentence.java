package dev.weft.cli;

import dev.weft.cli.base.CommandFailedException;
import dev.weft.config.BadSettingException;
import dev.weft.tx.StoreBusyException;
import dev.weft.tx.StoreFailedException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
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
          CommandFailedException _ ->
          said(commandLine, String.valueOf(failure.getMessage()));
      case FileSystemException refused -> said(commandLine, sentence(refused));
      case UncheckedIOException unchecked
          when unchecked.getCause() instanceof FileSystemException refused ->
          said(commandLine, sentence(refused));
      case InvalidPathException invalid ->
          said(
              commandLine,
              "\"%s\" cannot be the name of a file here (%s): take another, or start Weft with LC_ALL=C.UTF-8"
                  .formatted(invalid.getInput(), invalid.getReason()));
      default -> throw failure;
    };
  }

  private static int said(CommandLine commandLine, String sentence) {
    commandLine.getErr().println("weft: " + sentence);
    return ExitCode.SOFTWARE;
  }

  private static String sentence(FileSystemException refused) {
    String reason =
        refused.getReason() != null
            ? refused.getReason()
            : switch (refused) {
              case NoSuchFileException _ -> "there is no such file";
              case AccessDeniedException _ -> "this user may not";
              case FileAlreadyExistsException _ -> "something else has this name";
              default -> "the system refused";
            };
    return "cannot use " + refused.getFile() + ": " + reason;
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
