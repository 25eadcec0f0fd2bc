package dev.weft.cli;

import dev.weft.Installation;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `weft operator token`: another token, shown this once; the old one is void.
@Command(
    name = "token",
    description = "Give an operator another token and show it. The old one is void at once.",
    footer = {"", "Example:", "  weft operator token ann"},
    sortOptions = false)
final class OperatorTokenCommand implements Callable<Integer> {

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
    String token;
    try (Installation installation = Installation.open(store.settings(), Clock.systemUTC())) {
      token =
          installation
              .operators()
              .renewToken(name)
              .orElseThrow(() -> new CommandFailedException("there is no operator " + name));
    }
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("operator", name);
    json.put("token", token);
    output.print(
        json, out -> Table.ofFields().row("operator", name).row("token", token).print(out));
    return 0;
  }
}
