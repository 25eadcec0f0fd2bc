package dev.weft.cli;

import dev.weft.Installation;
import dev.weft.app.Operator;
import dev.weft.app.OperatorRole;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.TypeConversionException;

/// `weft operator add`: a new operator, and the token, shown this once.
@Command(
    name = "add",
    description = {
      "Add an operator and show the token.",
      "",
      "The token is stored hashed: it cannot be shown again. A running server takes it at once."
    },
    footer = {"", "Example:", "  weft operator add ann --role admin"},
    sortOptions = false)
final class OperatorAddCommand implements Callable<Integer> {

  @Parameters(
      paramLabel = "NAME",
      description = "Name of the operator: letters, digits, '.', '_', '-'.",
      converter = Names.class)
  @SuppressWarnings("NullAway.Init") // picocli fills it in.
  private String name;

  @Option(
      names = "--role",
      paramLabel = "ROLE",
      defaultValue = "viewer",
      converter = Roles.class,
      description =
          "viewer looks, operator also changes rules and resends, admin may do all (viewer).")
  @SuppressWarnings("NullAway.Init") // picocli fills it in.
  private OperatorRole role;

  @Mixin private final StoreOptions store = new StoreOptions();
  @Mixin private final Output output = new Output();

  /// Names of operators on the command line.
  static final class Names implements ITypeConverter<String> {
    @Override
    public String convert(String text) {
      if (!Operator.isLegal(text)) {
        throw new TypeConversionException(
            "\"" + text + "\" is no name: it has 1 to 64 letters, digits, '.', '_' or '-'");
      }
      return text;
    }
  }

  /// Roles on the command line.
  private static final class Roles implements ITypeConverter<OperatorRole> {
    @Override
    public OperatorRole convert(String text) {
      return OperatorRole.of(text)
          .orElseThrow(
              () ->
                  new TypeConversionException(
                      "\"" + text + "\" is no role: take viewer, operator or admin"));
    }
  }

  @Override
  public Integer call() {
    String token;
    try (Installation installation = Installation.open(store.settings(), Clock.systemUTC())) {
      token =
          installation
              .operators()
              .add(name, role)
              .orElseThrow(
                  () ->
                      new CommandFailedException(
                          "the operator "
                              + name
                              + " exists already: take another name, or get a new token with 'weft"
                              + " operator token "
                              + name
                              + "'"));
    }
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("operator", name);
    json.put("role", role.wireName());
    json.put("token", token);
    output.print(
        json,
        out ->
            Table.ofFields()
                .row("operator", name)
                .row("role", role.wireName())
                .row("token", token)
                .print(out));
    return 0;
  }
}
