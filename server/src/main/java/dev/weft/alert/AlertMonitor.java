package dev.weft.alert;

import dev.weft.loop.Loop;
import dev.weft.loop.Loops;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/// Looks for conditions every few seconds, and has told what has begun and what has ended. What it
/// knows is in memory: after a restart, what still goes on is told once more.
public final class AlertMonitor implements AutoCloseable {

  private static final Duration LOOK = Duration.ofSeconds(2);

  private final List<Supplier<List<Condition>>> probes;
  private final AlertSender sender;
  private final Clock clock;
  private final OpenConditions open = new OpenConditions();
  private final Loop loop;

  /// @param probes each answers the conditions that there are now; what fails ends the look, not
  ///   the monitor
  public AlertMonitor(
      List<Supplier<List<Condition>>> probes, AlertSender sender, Clock clock, Loops loops) {
    this.probes = List.copyOf(probes);
    this.sender = sender;
    this.clock = clock;
    this.loop = loops.background("alert-monitor", this::look);
  }

  /// Looks from here on.
  public void start() {
    loop.start();
  }

  private Duration look() {
    List<Condition> found = new ArrayList<>();
    probes.forEach(probe -> found.addAll(probe.get()));
    open.after(found, clock.instant()).forEach(sender::send);
    return LOOK;
  }

  @Override
  public void close() {
    loop.close();
  }
}
