package dev.weft.cli.store;

import dev.weft.Installation;
import dev.weft.app.OperatorRole;
import dev.weft.app.operator.Operator;
import dev.weft.app.operator.OperatorRefusedException;
import dev.weft.app.operator.Operators;
import dev.weft.cli.base.CommandFailedException;
import dev.weft.cli.base.Output;
import dev.weft.cli.base.StoreOptions;
import dev.weft.cli.base.Table;
import java.io.Console;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `weft operator add`: somebody who may use the console.
@Command(
    name = "add",
    description = {
      "Add an operator.",
      "",
      "The token that is printed opens the calls of operators. It is stored hashed: it cannot be"
          + " shown again. A running server takes it at once.",
      "Without --password the operator comes into the console by the links of 'weft console --as"
          + " NAME'."
    },
    footer = {
      "",
      "Examples:",
      "  weft operator add ada --role admin --text",
      "  weft operator add bob --role viewer --password"
    },
    sortOptions = false)
final class OperatorAddCommand implements Callable<Integer> {

  @Parameters(paramLabel = "NAME", description = "Letters, digits, '.', '_', '-'; at most 32.")
  @SuppressWarnings("NullAway.Init") // picocli fills it in.
  private String name;

  @Option(
      names = "--role",
      paramLabel = "ROLE",
      description = "viewer looks, operator changes, admin makes apps and operators (viewer).")
  private String role = "viewer";

  @Option(names = "--text", description = "May see what people write.")
  private boolean text;

  @Option(
      names = "--password",
      description = "Ask for a password; from a pipe, read it as the first line.")
  private boolean password;

  @Mixin private final StoreOptions store = new StoreOptions();
  @Mixin private final Output output = new Output();

  @Override
  public Integer call() {
    OperatorRole known =
        OperatorRole.of(role)
            .orElseThrow(
                () -> new CommandFailedException("--role must be viewer, operator or admin"));
    String secret = password ? asked() : "";
    String token;
    try (Installation installation = Installation.open(store.settings(), Clock.systemUTC())) {
      Operators operators = installation.operators();
      Operator _ = operators.add(name, known, text, secret);
      token = operators.token(name);
    } catch (OperatorRefusedException e) {
      throw new CommandFailedException(String.valueOf(e.getMessage()));
    }
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("name", name);
    json.put("role", known.word());
    json.put("text", text);
    json.put("token", token);
    output.print(
        json,
        out -> {
          out.println(name + " may use the console: 'weft console --as " + name + "'");
          Table.ofFields().row("token", token).print(out);
        });
    return 0;
  }

  private static String asked() {
    Optional<Console> console = Optional.ofNullable(System.console()).filter(Console::isTerminal);
    if (console.isEmpty()) {
      return new java.util.Scanner(System.in, java.nio.charset.StandardCharsets.UTF_8).nextLine();
    }
    char @Nullable [] typed = console.get().readPassword("password: ");
    return typed == null ? "" : new String(typed);
  }
}
