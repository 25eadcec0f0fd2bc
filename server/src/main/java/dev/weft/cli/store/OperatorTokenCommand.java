package dev.weft.cli.store;

import dev.weft.Installation;
import dev.weft.app.operator.OperatorRefusedException;
import dev.weft.cli.base.CommandFailedException;
import dev.weft.cli.base.Output;
import dev.weft.cli.base.StoreOptions;
import dev.weft.cli.base.Table;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `weft operator token`: one more token of an operator, shown this once.
@Command(
    name = "token",
    description = {
      "Print a token of an operator, for scripts.",
      "",
      "It has no end. --revoke voids the tokens and sessions there were before."
    },
    footer = {"", "Example:", "  weft operator token ada --revoke"},
    sortOptions = false)
final class OperatorTokenCommand implements Callable<Integer> {

  @Parameters(paramLabel = "NAME", description = "Name of the operator.")
  @SuppressWarnings("NullAway.Init") // picocli fills it in.
  private String name;

  @Option(names = "--revoke", description = "Void the operator's tokens and sessions first.")
  private boolean revoke;

  @Mixin private final StoreOptions store = new StoreOptions();
  @Mixin private final Output output = new Output();

  @Override
  public Integer call() {
    String token;
    try (Installation installation = Installation.open(store.settings(), Clock.systemUTC())) {
      if (revoke) {
        installation.operators().leaveEverywhere(name);
      }
      token = installation.operators().token(name);
    } catch (OperatorRefusedException e) {
      throw new CommandFailedException(String.valueOf(e.getMessage()));
    }
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("name", name);
    json.put("token", token);
    output.print(json, out -> Table.ofFields().row("name", name).row("token", token).print(out));
    return 0;
  }
}
