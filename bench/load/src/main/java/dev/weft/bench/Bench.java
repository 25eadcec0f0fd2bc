package dev.weft.bench;

import dev.weft.bench.load.Trouble;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
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
      description = "Length of each look (20; 5 with --quick).")
  private @Nullable Integer measure;

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

  @Parameters(paramLabel = "SCENARIO", arity = "0..*", description = "A: all are well.")
  private List<String> scenarios = new ArrayList<>();

  private final Map<String, Integer> windows = new HashMap<>();

  @Override
  public Integer call() throws IOException, InterruptedException {
    Pace pace = (quick ? Pace.QUICK : Pace.FULL).with(warm, measure);
    int count = rounds != null ? rounds : quick ? 1 : 5;
    Cpus cpus = Cpus.ofThisMachine();
    List<Subject> chosen =
        Stream.of(new NettySubject(), new WeftSubject(weft))
            .map(Subject.class::cast)
            .filter(subject -> systems == null || systems.contains(subject.name()))
            .toList();
    Path results =
        out != null
            ? out
            : weft.resolveSibling("bench/results")
                .resolve(
                    LocalDateTime.now().format(DateTimeFormatter.ofPattern("yyyy-MM-dd-HHmmss")));
    Report report = new Report(results.toAbsolutePath(), circumstances(cpus, chosen));
    Path work = results.toAbsolutePath().resolve("work");
    for (int round = 1; round <= count; round++) {
      for (Subject subject : chosen) {
        Figures figures = once(subject, "A", round, work, cpus, pace);
        report.add(figures);
        say(figures);
      }
    }
    IO.println(report.markdown());
    IO.println("written to " + results);
    return 0;
  }

  private List<String> circumstances(Cpus cpus, List<Subject> subjects) {
    List<String> lines = new ArrayList<>();
    lines.add(cpus.told());
    lines.add(
        "%d threads, %d rules, requests of %d bytes, %d connections"
            .formatted(threads, rules, bodyBytes, connections));
    subjects.forEach(subject -> lines.add("`" + subject.name() + "`: " + subject.settings()));
    return lines;
  }

  private Figures once(Subject subject, String scenario, int round, Path work, Cpus cpus, Pace pace)
      throws IOException, InterruptedException {
    Path folder = work.resolve("%s-%d-%s".formatted(scenario, round, subject.name()));
    Files.createDirectories(folder);
    Shape shape = new Shape(threads, rules, bodyBytes, connections, List.of());
    try (Load load = new Load(folder, cpus, Trouble.NONE);
        Subject.Running running =
            subject.start(new Subject.Setup(folder, load.port(), shape, cpus.system()))) {
      load.connect(running.target(), shape);
      Measurement measurement = new Measurement(load, running, pace);
      measurement.warm();
      Integer window = windows.get(subject.name());
      if (window == null) {
        window = measurement.climb();
        windows.put(subject.name(), window);
      }
      double rate = measurement.rate(window);
      measurement.latency(rate / 2);
      measurement.conclude();
      return new Figures(
          scenario, subject.name(), "", round, measurement.figures(), Optional.empty());
    } catch (FailedException e) {
      return new Figures(
          scenario,
          subject.name(),
          "",
          round,
          Map.of(),
          Optional.of(String.valueOf(e.getMessage())));
    } finally {
      if (!keep) {
        delete(folder);
      }
    }
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
