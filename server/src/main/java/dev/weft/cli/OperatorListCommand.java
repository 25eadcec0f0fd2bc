package dev.weft.cli;

import dev.weft.Installation;
import dev.weft.app.Operator;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `weft operator list`: the operators there are. Their tokens nobody can tell.
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
      output.note("there is no operator yet: 'weft operator add NAME' makes one");
    }
    Table table = Table.of("NAME", "ROLE", "CREATED");
    operators.forEach(
        operator ->
            table.row(
                operator.name(), operator.role().wireName(), Times.shown(operator.created())));
    output.print(
        operators.stream().map(OperatorListCommand::json).toList(),
        out -> {
          if (!operators.isEmpty()) {
            table.print(out);
          }
        });
    return 0;
  }

  private static Map<String, Object> json(Operator operator) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("operator", operator.name());
    json.put("role", operator.role().wireName());
    json.put("created", operator.created().toEpochMilli());
    return json;
  }
}
