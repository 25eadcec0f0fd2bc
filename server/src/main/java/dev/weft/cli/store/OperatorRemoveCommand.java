package dev.weft.cli.store;

import dev.weft.Installation;
import dev.weft.app.operator.OperatorRefusedException;
import dev.weft.cli.base.CommandFailedException;
import dev.weft.cli.base.Output;
import dev.weft.cli.base.StoreOptions;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `weft operator remove`: somebody may not use the console any more.
@Command(
    name = "remove",
    description = "Remove an operator, who is logged out at once.",
    footer = {"", "Example:", "  weft operator remove bob"},
    sortOptions = false)
final class OperatorRemoveCommand implements Callable<Integer> {

  @Parameters(paramLabel = "NAME", description = "The operator.")
  @SuppressWarnings("NullAway.Init") // picocli fills it in.
  private String name;

  @Mixin private final StoreOptions store = new StoreOptions();
  @Mixin private final Output output = new Output();

  @Override
  public Integer call() {
    try (Installation installation = Installation.open(store.settings(), Clock.systemUTC())) {
      installation.operators().remove(name);
    } catch (OperatorRefusedException e) {
      throw new CommandFailedException(String.valueOf(e.getMessage()));
    }
    output.print(Map.of("name", name), out -> out.println(name + " is removed"));
    return 0;
  }
}
