package dev.weft.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/// Tables for people and for programs. It is written anew after every round, so that what was
/// measured is there however the bench ends.
final class Report {

  private static final JsonMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  private final Path folder;
  private final List<String> circumstances;
  private final List<Figures> all = new ArrayList<>();

  /// @param circumstances sentences on machine and settings
  Report(Path folder, List<String> circumstances) {
    this.folder = folder;
    this.circumstances = circumstances;
  }

  void add(Figures figures) throws IOException {
    all.add(figures);
    Files.createDirectories(folder);
    Files.writeString(folder.resolve("results.md"), markdown());
    JSON.writeValue(folder.resolve("results.json").toFile(), json());
    for (String scenario : scenarios()) {
      Map<String, double[]> rates = new LinkedHashMap<>();
      for (String row : rows(scenario)) {
        rates.put(row, values(scenario, row, Figure.RATE));
      }
      Files.writeString(
          folder.resolve("rate-" + scenario + ".svg"),
          BarChart.svg("Scenario " + scenario + ": callbacks per second", rates));
    }
  }

  private Set<String> scenarios() {
    Set<String> scenarios = new LinkedHashSet<>();
    all.forEach(figures -> scenarios.add(figures.scenario()));
    return scenarios;
  }

  private Set<String> rows(String scenario) {
    Set<String> rows = new LinkedHashSet<>();
    all.stream()
        .filter(figures -> figures.scenario().equals(scenario))
        .forEach(figures -> rows.add(figures.row()));
    return rows;
  }

  private double[] values(String scenario, String row, Figure figure) {
    return all.stream()
        .filter(one -> one.scenario().equals(scenario) && one.row().equals(row))
        .filter(one -> one.values().containsKey(figure))
        .mapToDouble(one -> one.values().getOrDefault(figure, Double.NaN))
        .filter(value -> !Double.isNaN(value))
        .sorted()
        .toArray();
  }

  /// The median of an ascending list, NaN if it is empty.
  static double median(double[] values) {
    int half = values.length / 2;
    return values.length == 0
        ? Double.NaN
        : values.length % 2 == 1 ? values[half] : (values[half - 1] + values[half]) / 2;
  }

  String markdown() {
    StringBuilder out = new StringBuilder("# Bench\n\n");
    circumstances.forEach(line -> out.append("- ").append(line).append('\n'));
    for (String scenario : scenarios()) {
      table(out, scenario);
    }
    return out.toString();
  }

  private void table(StringBuilder out, String scenario) {
    List<Figure> columns =
        Arrays.stream(Figure.values())
            .filter(
                figure ->
                    rows(scenario).stream()
                        .anyMatch(row -> values(scenario, row, figure).length > 0))
            .toList();
    out.append("\n## Scenario ").append(scenario).append("\n\n| |");
    columns.forEach(column -> out.append(' ').append(heading(column)).append(" |"));
    out.append("\n|---|").append("--:|".repeat(columns.size())).append('\n');
    for (String row : rows(scenario)) {
      out.append("| ").append(row).append(" |");
      for (Figure column : columns) {
        out.append(' ').append(cell(column, values(scenario, row, column))).append(" |");
      }
      out.append('\n');
    }
    out.append("\nMedian of the rounds, and in parentheses the least and the most.\n");
    all.stream()
        .filter(figures -> figures.scenario().equals(scenario))
        .forEach(
            figures ->
                figures
                    .failure()
                    .ifPresent(
                        reason ->
                            out.append("\n- **failed**: ")
                                .append(figures.row())
                                .append(", round ")
                                .append(figures.round())
                                .append(": ")
                                .append(reason)
                                .append('\n')));
  }

  private static String heading(Figure column) {
    return column.unit().isEmpty() ? column.title() : column.title() + ", " + column.unit();
  }

  private static String cell(Figure column, double[] values) {
    String median = column.text(median(values));
    return values.length < 2
        ? median
        : median
            + " ("
            + column.text(values[0])
            + "..."
            + column.text(values[values.length - 1])
            + ")";
  }

  private Map<String, Object> json() {
    List<Map<String, Object>> rounds = new ArrayList<>();
    for (Figures figures : all) {
      Map<String, Object> round = new LinkedHashMap<>();
      round.put("scenario", figures.scenario());
      round.put("system", figures.system());
      round.put("variant", figures.variant());
      round.put("round", figures.round());
      figures.failure().ifPresent(reason -> round.put("failure", reason));
      Map<String, Object> values = new LinkedHashMap<>();
      figures.values().forEach((figure, value) -> values.put(figure.name(), value));
      round.put("values", values);
      rounds.add(round);
    }
    Map<String, Object> units = new LinkedHashMap<>();
    for (Figure figure : Figure.values()) {
      units.put(figure.name(), heading(figure));
    }
    return Map.of("circumstances", circumstances, "units", units, "rounds", rounds);
  }
}
