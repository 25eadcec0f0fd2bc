package dev.weft.cli;

import dev.weft.Installation;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `weft operator remove`: an operator and the token are gone.
@Command(
    name = "remove",
    description = "Remove an operator. The token is void at once.",
    footer = {"", "Example:", "  weft operator remove ann"},
    sortOptions = false)
final class OperatorRemoveCommand implements Callable<Integer> {

  @Parameters(
      paramLabel = "NAME",
      description = "Name of the operator.",
      converter = OperatorAddCommand.Names.class)
  @SuppressWarnings("NullAway.Init") // picocli fills it in.
  private String name;

  @Mixin private final StoreOptions store = new StoreOptions();
  @Mixin private final Output output = new Output();

  @Override
  public Integer call() {
    try (Installation installation = Installation.open(store.settings(), Clock.systemUTC())) {
      if (!installation.operators().remove(name)) {
        throw new CommandFailedException("there is no operator " + name);
      }
    }
    output.print(Map.of("removed", name), out -> out.println("removed " + name));
    return 0;
  }
}
