package dev.weft.cli.store;

import dev.weft.Installation;
import dev.weft.app.operator.Operator;
import dev.weft.cli.base.Output;
import dev.weft.cli.base.StoreOptions;
import dev.weft.cli.base.Table;
import dev.weft.cli.base.Times;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `weft operator list`: who may use the console.
@Command(
    name = "list",
    description = "List the operators of an installation.",
    footer = {"", "Example:", "  weft operator list --json"},
    sortOptions = false)
final class OperatorListCommand implements Callable<Integer> {

  @Mixin private final StoreOptions store = new StoreOptions();
  @Mixin private final Output output = new Output();

  @Override
  public Integer call() {
    List<Operator> operators;
    try (Installation installation = Installation.open(store.settings(), Clock.systemUTC())) {
      operators = installation.operators().all();
    }
    if (operators.isEmpty()) {
      output.note("there is no operator yet: 'weft operator add NAME --role admin' makes one");
    }
    Table table = Table.of("NAME", "ROLE", "SEES TEXT", "LAST LOGIN");
    operators.forEach(
        one ->
            table.row(
                one.name(),
                one.role().word(),
                one.seesText() ? "yes" : "no",
                one.lastLogin() == null ? "never" : Times.shown(one.lastLogin())));
    output.print(
        operators.stream().map(OperatorListCommand::json).toList(),
        out -> {
          if (!operators.isEmpty()) {
            table.print(out);
          }
        });
    return 0;
  }

  private static Map<String, Object> json(Operator one) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("name", one.name());
    json.put("role", one.role().word());
    json.put("text", one.seesText());
    json.put("created", one.created().toEpochMilli());
    return json;
  }
}
