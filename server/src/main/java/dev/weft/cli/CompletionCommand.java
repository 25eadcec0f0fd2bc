package dev.weft.cli;

import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `weft completion`: a script that completes commands and options in a shell.
@Command(
    name = "completion",
    description = {
      "Print a script that completes commands and options in bash or zsh.",
      "",
      "The packages install it; elsewhere, let the shell read it when it starts."
    },
    footer = {
      "",
      "Examples:",
      "  weft completion bash > ~/.local/share/bash-completion/completions/weft",
      "  weft completion zsh > ~/.weft-completion && echo '. ~/.weft-completion' >> ~/.zshrc"
    })
final class CompletionCommand implements Callable<Integer> {

  /// One script serves both: it asks the shell which it is.
  private enum Shell {
    bash,
    zsh
  }

  @Parameters(paramLabel = "SHELL", arity = "0..1", description = "bash or zsh.")
  @SuppressWarnings("unused") // picocli checks it.
  private Shell shell = Shell.bash;

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli fills it in.
  private CommandSpec spec;

  @Override
  public Integer call() {
    // The library writes the day and its own version into the first lines.
    String script = AutoComplete.bash("weft", Main.commandLine());
    spec.commandLine().getOut().print(script.replaceAll("(?m)^# (Generated|Date).*\\R", ""));
    spec.commandLine().getOut().flush();
    return 0;
  }
}
