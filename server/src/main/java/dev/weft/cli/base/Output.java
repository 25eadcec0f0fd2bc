package dev.weft.cli.base;

import java.io.PrintWriter;
import java.util.function.Consumer;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/// Where a subcommand's results go: JSON for scripts, something readable for people.
public final class Output {

  private static final JsonMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  @Option(names = "--json", description = "Print JSON, for scripts.")
  private boolean json;

  @Spec(Spec.Target.MIXEE)
  @SuppressWarnings("NullAway.Init") // picocli fills it in.
  private CommandSpec spec;

  /// Prints `result` in one of its two forms.
  public void print(Object result, Consumer<PrintWriter> forPeople) {
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(JSON.writeValueAsString(result));
    } else {
      forPeople.accept(out);
    }
    out.flush();
  }

  /// Prints a list in one of its two forms; people get no table without rows.
  public void print(JsonNode rows, Table table) {
    print(
        rows,
        out -> {
          if (!rows.isEmpty()) {
            table.print(out);
          }
        });
  }

  /// Says to people what is no result.
  public void note(String sentence) {
    if (!json) {
      spec.commandLine().getErr().println("weft: " + sentence);
    }
  }
}
