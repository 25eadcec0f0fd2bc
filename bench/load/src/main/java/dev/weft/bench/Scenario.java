package dev.weft.bench;

import dev.weft.bench.load.Asked;
import dev.weft.bench.load.Behaviour;
import dev.weft.bench.load.Phase;
import dev.weft.bench.load.Trouble;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What happens to a system.
enum Scenario {
  A("all endpoints are well"),
  B("10 % of 1,000 endpoints hang"),
  C("1 % of 1,000 endpoints drip a byte a second"),
  D("5 % of callbacks are answered with 500"),
  E("the receiver is down for a while"),
  F("one message a second"),
  G("a backlog is drained"),
  H("more and more threads and messages"),
  I("other threads, rules and bodies"),
  J("devices that say nothing, and all come back"),
  K("a message reaches the members of a group"),
  L("messages of devices beside those of the app's server"),
  M("reactions and attributes beside messages");

  /// So that a callback that is refused holds up its thread for little, and one whose receiver is
  /// away is not given up.
  private static final List<String> EAGER =
      List.of("0s", "100ms", "500ms", "1s", "1s", "1s", "2s", "2s", "5s", "5s", "10s", "10s");

  /// What a quick look goes without, so that it ends within five minutes.
  private static final Set<String> LEFT_OUT =
      Set.of(
          "weft-postgres-2",
          "weft-postgres-3",
          "jobrunr-sqlite",
          "jobrunr-postgres",
          "namastack-outbox-postgres");

  private static final Set<String> ONE_NODE = Set.of("weft-sqlite", "weft-postgres");

  private static final String WELL = "all well";
  private static final int ENDPOINTS = 1_000;

  private final String title;

  Scenario(String title) {
    this.title = title;
  }

  String title() {
    return title;
  }

  /// What it has in turn, each with a system started anew. The first is what others are compared
  /// to.
  List<String> variants(Pace pace) {
    return switch (this) {
      case A, D, E, F, G -> List.of("");
      case B -> List.of(WELL, "10 % hang");
      case C -> List.of(WELL, "1 % drip");
      case H ->
          pace.quick()
              ? List.of("1000 threads", "10000 threads", "100000 stored")
              : List.of(
                  "1000 threads",
                  "10000 threads",
                  "100000 threads",
                  "1000000 threads",
                  "1000000 stored",
                  "10000000 stored");
      case I ->
          pace.quick()
              ? List.of("1000 threads", "1 thread", "1000 rules", "5000 bytes")
              : List.of(
                  "1000 threads",
                  "1 thread",
                  "100000 threads",
                  "10 rules",
                  "1000 rules",
                  "5000 bytes");
      case J -> pace.quick() ? List.of("2000 devices") : List.of("9000 devices", "50000 devices");
      case K -> List.of("10 members", "100 members", "500 members");
      case L -> List.of("app's server", "devices");
      case M -> List.of("messages", "reactions", "attributes", "member attributes");
    };
  }

  /// Whether devices alone act in it, and nothing is called back.
  boolean isOfDevices() {
    return this == J || this == K;
  }

  /// What is measured unless somebody asks for others: in the end of the table only what promises
  /// something about it.
  boolean measures(Subject subject, Pace pace) {
    if (pace.quick() && LEFT_OUT.contains(subject.name())) {
      return false;
    }
    return switch (this) {
      case A -> true;
      case J, K, L -> ONE_NODE.contains(subject.name());
      case B, C, D, E, F, G, H, I, M -> subject.name().startsWith("weft");
    };
  }

  Trouble trouble(String variant) {
    if (variant.equals(WELL)) {
      return Trouble.NONE;
    }
    return switch (this) {
      case B -> new Trouble(Behaviour.HANG, 10);
      case C -> new Trouble(Behaviour.DRIP, 100);
      case D -> new Trouble(Behaviour.REFUSE, 20);
      case A, E, F, G, H, I, J, K, L, M -> Trouble.NONE;
    };
  }

  Shape shape(Shape asked, String variant) {
    return switch (this) {
      case A, F, G -> asked;
      case B, C ->
          new Shape(ENDPOINTS, ENDPOINTS, asked.bodyBytes(), asked.connections(), asked.retry());
      case D, E ->
          new Shape(asked.threads(), asked.rules(), asked.bodyBytes(), asked.connections(), EAGER);
      case H, I -> shaped(asked, variant);
      case J, K -> new Shape(1, 0, asked.bodyBytes(), asked.connections(), asked.retry());
      // A thread for each connection, so that both do the same.
      case L ->
          new Shape(
              variant.equals("devices") ? Asked.DEVICE_MESSAGE : Asked.MESSAGE,
              asked.connections(),
              asked.rules(),
              asked.bodyBytes(),
              asked.connections(),
              asked.retry());
      case M ->
          asked.withoutRules(
              switch (variant) {
                case "reactions" -> Asked.REACTION;
                case "attributes" -> Asked.ATTRIBUTE;
                case "member attributes" -> Asked.MEMBER_ATTRIBUTE;
                default -> Asked.MESSAGE;
              });
    };
  }

  /// What a variant is named after; all else is as asked.
  private static Shape shaped(Shape asked, String variant) {
    int threads = asked.threads();
    int rules = asked.rules();
    int bytes = asked.bodyBytes();
    switch (variant.substring(variant.indexOf(' ') + 1)) {
      case "thread", "threads" -> threads = number(variant);
      case "rules" -> rules = number(variant);
      case "bytes" -> bytes = number(variant);
      default -> {
        // Messages stored before are no part of the shape.
      }
    }
    return new Shape(threads, rules, bytes, asked.connections(), asked.retry());
  }

  private static int number(String variant) {
    return Integer.parseInt(variant.substring(0, variant.indexOf(' ')));
  }

  /// Roughly how long one variant takes, its start and end included.
  Duration estimate(String variant, Pace pace) {
    Duration start = Duration.ofSeconds(6);
    Duration look = pace.warm().plus(pace.measure());
    return switch (this) {
      case A, B, C, D -> start.plus(look).plus(pace.measure()).plus(pace.rung().multipliedBy(3));
      case E -> start.plus(look).plus(pace.outage().multipliedBy(3));
      case F -> start.plus(pace.warm()).plus(pace.idle());
      case G -> start.plus(look).plusSeconds(pace.backlog() / 2_000);
      case J -> start.plus(pace.idle()).plusSeconds(number(variant) / 400);
      case K -> start.plus(pace.warm()).plus(pace.measure().multipliedBy(2)).plusSeconds(4);
      case L -> start.plus(look).plus(pace.rung().multipliedBy(3));
      case M -> start.plus(pace.warm()).plus(pace.measure()).plusSeconds(2);
      case I ->
          start.plus(look).plusSeconds(variant.endsWith("threads") ? number(variant) / 800 : 1);
      case H ->
          start
              .plus(look)
              .plusSeconds(
                  variant.endsWith("threads") ? number(variant) / 800 : number(variant) / 4_000);
    };
  }

  /// Measures one variant of a scenario [of devices][#isOfDevices].
  Map<Figure, Double> run(Path folder, Cpus cpus, Subject.Running system, String variant, Pace pace)
      throws IOException, InterruptedException {
    // Beside the members that a variant counts, one sends.
    int devices = this == K ? number(variant) + 1 : number(variant);
    try (DeviceMeasurement measurement =
        new DeviceMeasurement(folder, cpus, system, pace, devices)) {
      if (this == K) {
        measurement.fanOut();
      } else {
        measurement.connections();
      }
      return measurement.figures();
    }
  }

  /// Measures one variant.
  void run(Measurement measurement, String variant, Pace pace, Known known)
      throws IOException, InterruptedException {
    if (this == M) {
      measurement.calls();
      return;
    }
    measurement.warm();
    switch (this) {
      case A, B, C, D -> {
        if (trouble(variant).every() > 0) {
          measurement.load().trouble();
          measurement.run(Phase.closed(known.window(measurement), 0, pace.rung().toMillis()));
        }
        int window = known.window(measurement);
        double rate = measurement.rate(window);
        measurement.latency(known.half(rate));
      }
      case E -> {
        double rate = measurement.rate(known.window(measurement));
        measurement.load().order("down");
        measurement.run(Phase.open(rate / 2, 0, pace.outage().toMillis()));
        measurement.recover();
      }
      case F -> measurement.idle(pace.idle());
      case G -> {
        measurement.rate(known.window(measurement));
        measurement.load().order("down");
        measurement.fill(pace.backlog());
        measurement.recover();
      }
      case H -> {
        if (variant.endsWith("stored")) {
          measurement.run(Phase.closed(known.window(measurement), 0, 0).upTo(number(variant)));
          measurement.drain();
        }
        measurement.rate(known.window(measurement));
      }
      case I, L -> {
        Known own = new Known();
        measurement.latency(own.half(measurement.rate(own.window(measurement))));
      }
      case J, K, M -> throw new IllegalStateException("measured elsewhere");
    }
    measurement.conclude();
  }
}
