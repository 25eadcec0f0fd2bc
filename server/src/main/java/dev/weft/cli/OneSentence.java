package dev.weft.cli;

import dev.weft.config.BadSettingException;
import dev.weft.tx.StoreFailedException;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParseResult;

/// Says in one sentence what went wrong. A stack trace is for what nobody foresaw.
final class OneSentence implements IExecutionExceptionHandler {

  @Override
  public int handleExecutionException(
      Exception failure, CommandLine commandLine, ParseResult parsed) throws Exception {
    if (failure instanceof BadSettingException || failure instanceof StoreFailedException) {
      commandLine.getErr().println("weft: " + failure.getMessage());
      return CommandLine.ExitCode.SOFTWARE;
    }
    throw failure;
  }
}
