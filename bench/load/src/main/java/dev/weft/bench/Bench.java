package dev.weft.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `weft bench`: the same work for Weft, its peers and the machine's limits.
@Command(
    name = "weft bench",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Measure Weft, its peers and the machine's limits on the same work, side by side.",
      "",
      "See docs/performance.md for what the figures mean."
    })
public final class Bench implements Callable<Integer> {

  @Option(names = "--quick", description = "Short looks, one round: less than five minutes.")
  private boolean quick;

  @Option(names = "--rounds", paramLabel = "N", description = "Rounds (5; 1 with --quick).")
  private @Nullable Integer rounds;

  @Option(
      names = "--system",
      paramLabel = "NAME",
      split = ",",
      description = "Only these (all that can do the scenario).")
  private @Nullable List<String> systems;

  @Option(names = "--threads", paramLabel = "N", description = "Threads (1000).")
  private int threads = 1_000;

  @Option(names = "--rules", paramLabel = "N", description = "Callback rules (1).")
  private int rules = 1;

  @Option(names = "--body", paramLabel = "BYTES", description = "Length of a request (500).")
  private int bodyBytes = 500;

  @Option(names = "--connections", paramLabel = "N", description = "Of the load (256).")
  private int connections = 256;

  @Option(
      names = "--warm",
      paramLabel = "SECONDS",
      description = "Load before anything is measured (15; 4 with --quick).")
  private @Nullable Integer warm;

  @Option(
      names = "--measure",
      paramLabel = "SECONDS",
      description = "Length of each look (20; 4 with --quick).")
  private @Nullable Integer measure;

  @Option(
      names = "--backlog",
      paramLabel = "N",
      description = "Messages of scenario G (1000000; 50000 with --quick).")
  private @Nullable Long backlog;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Results go here (bench/results/DATE).")
  private @Nullable Path out;

  @Option(names = "--keep", description = "Keep the data and logs of every run.")
  private boolean keep;

  @Option(names = "--weft", hidden = true, required = true, description = "The script weft.")
  @SuppressWarnings("NullAway.Init") // picocli fills it in.
  private Path weft;

  @Parameters(
      paramLabel = "SCENARIO",
      arity = "0..*",
      description = {
        "Which (all; A with --quick): A all are well, B 10 %% of 1,000 endpoints hang, C 1 %%"
            + " drip,",
        "D 5 %% of callbacks are refused, E the receiver is down, F idle, G a backlog, H growth,",
        "I other threads, rules and bodies, J devices that say nothing, K a message to a group,",
        "L messages of devices, M reactions and attributes beside messages."
      })
  private List<Scenario> scenarios = new ArrayList<>();

  private final Map<String, Known> known = new HashMap<>();

  /// One line of the plan.
  private record Step(Scenario scenario, String variant, Subject subject) {}

  @Override
  public Integer call() throws IOException, InterruptedException {
    Pace pace = (quick ? Pace.QUICK : Pace.FULL).with(warm, measure, backlog);
    int count = rounds != null ? rounds : quick ? 1 : 5;
    Cpus cpus = Cpus.ofThisMachine();
    List<Step> steps = steps(pace);
    Duration total =
        steps.stream()
            .map(step -> step.scenario().estimate(step.variant(), pace))
            .reduce(Duration.ZERO, Duration::plus)
            .plus(pace.measure().plusSeconds(3).multipliedBy(limits().size()))
            .multipliedBy(count);
    IO.println(
        "%d runs, about %d minutes"
            .formatted(count * (steps.size() + limits().size()), total.toMinutes() + 1));
    Path results = results();
    Report report = new Report(results, circumstances(cpus, steps));
    for (int round = 1; round <= count; round++) {
      for (Limit limit : limits()) {
        Figures figures = once(limit, round, results.resolve("work"), cpus, pace);
        report.add(figures);
        say(figures);
      }
      for (Step step : steps) {
        Figures figures = once(step, round, results.resolve("work"), cpus, pace);
        report.add(figures);
        say(figures);
      }
    }
    IO.println(report.markdown());
    IO.println("written to " + results);
    return 0;
  }

  /// In one round all systems of a scenario, one after the other: what disturbs the machine
  /// disturbs all of them.
  private List<Step> steps(Pace pace) {
    List<Scenario> chosen = scenarios;
    if (chosen.isEmpty()) {
      chosen = quick ? List.of(Scenario.A) : List.of(Scenario.values());
    }
    List<Step> steps = new ArrayList<>();
    for (Scenario scenario : chosen) {
      for (Subject subject : Subjects.all(weft)) {
        if (systems == null ? scenario.measures(subject, pace) : systems.contains(subject.name())) {
          scenario
              .variants(pace)
              .forEach(variant -> steps.add(new Step(scenario, variant, subject)));
        }
      }
    }
    return steps;
  }

  private List<Limit> limits() {
    return Stream.of(Limit.values())
        .filter(limit -> systems == null || systems.contains(limit.title()))
        .filter(limit -> scenarios.isEmpty() || scenarios.contains(Scenario.A))
        .toList();
  }

  private Path results() {
    Path folder =
        out != null
            ? out
            : weft.resolveSibling("bench/results")
                .resolve(
                    LocalDateTime.now(ZoneId.systemDefault())
                        .format(DateTimeFormatter.ofPattern("yyyy-MM-dd-HHmmss")));
    return folder.toAbsolutePath();
  }

  private List<String> circumstances(Cpus cpus, List<Step> steps) {
    List<String> lines = new ArrayList<>();
    lines.add(Machine.told());
    lines.add(cpus.told());
    lines.add(
        "%d threads, %d rules, requests of %d bytes, %d connections, unless the scenario says"
                .formatted(threads, rules, bodyBytes, connections)
            + " otherwise");
    lines.add("PostgreSQL %s with %s".formatted(Versions.of("postgresql"), Postgres.SETTINGS));
    lines.add(
        "SQLite %s, WAL, synchronous=FULL; every JVM but Weft's with %s"
            .formatted(Versions.of("sqlite"), String.join(" ", JavaProgram.OPTIONS)));
    limits().forEach(limit -> lines.add("`" + limit.title() + "`: " + limit.settings()));
    steps.stream()
        .map(Step::subject)
        .distinct()
        .forEach(subject -> lines.add("`" + subject.name() + "`: " + subject.settings()));
    return lines;
  }

  private Figures once(Limit limit, int round, Path work, Cpus cpus, Pace pace)
      throws IOException, InterruptedException {
    Path folder = work.resolve("%s-%d".formatted(limit.title(), round));
    Files.createDirectories(folder);
    Map<Figure, Double> values = Map.of();
    @Nullable String failure = null;
    try {
      values = limit.measure(folder, cpus.system(), pace.measure());
    } catch (RuntimeException | IOException e) {
      failure = reason(e);
    }
    if (!keep) {
      delete(folder);
    }
    return new Figures(
        Scenario.A.name(), limit.title(), "", round, values, Optional.ofNullable(failure));
  }

  private static String reason(Exception e) {
    return e instanceof FailedException ? String.valueOf(e.getMessage()) : e.toString();
  }

  private Figures once(Step step, int round, Path work, Cpus cpus, Pace pace)
      throws IOException, InterruptedException {
    Scenario scenario = step.scenario();
    Subject subject = step.subject();
    String variant = step.variant();
    Path folder =
        work.resolve(
            "%s-%s-%s-%d".formatted(scenario, subject.name(), variant, round).replace(' ', '-'));
    Shape shape =
        scenario.shape(new Shape(threads, rules, bodyBytes, connections, List.of()), variant);
    Files.createDirectories(folder);
    Map<Figure, Double> values = Map.of();
    @Nullable String failure = null;
    try (Load load = new Load(folder, cpus, scenario.trouble(variant));
        Subject.Running running =
            subject.start(new Subject.Setup(folder, load.port(), shape, cpus.system()))) {
      if (scenario.isOfDevices()) {
        values = scenario.run(folder, cpus, running, variant, pace);
      } else {
        load.connect(running.target(), shape);
        Measurement measurement = new Measurement(load, running, pace);
        values = measurement.figures();
        scenario.run(
            measurement,
            variant,
            pace,
            known.computeIfAbsent(scenario + subject.name(), name -> new Known()));
      }
    } catch (RuntimeException | IOException e) {
      failure = reason(e);
    }
    if (!keep) {
      delete(folder);
    }
    return new Figures(
        scenario.name(), subject.name(), variant, round, values, Optional.ofNullable(failure));
  }

  private static void say(Figures figures) {
    StringBuilder line = new StringBuilder(figures.row());
    figures
        .values()
        .forEach(
            (figure, value) ->
                line.append("  ").append(figure.title()).append(' ').append(figure.text(value)));
    figures.failure().ifPresent(reason -> line.append("  failed: ").append(reason));
    IO.println(line.toString());
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  /// Runs it and ends with its exit code.
  public static void main(String[] args) {
    // Figures look the same everywhere.
    Locale.setDefault(Locale.ROOT);
    System.exit(new CommandLine(new Bench()).execute(args));
  }
}
