package dev.weft.delivery.engine;

import dev.weft.delivery.Endpoint;
import dev.weft.delivery.EndpointHealth;
import dev.weft.delivery.lane.LaneQueue;
import dev.weft.delivery.lane.LaneWork;
import dev.weft.delivery.lane.OwnerLanes;
import dev.weft.loop.Loops;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Does each piece of work for the lanes on a virtual thread of its own; their number is bounded by
/// the lanes.
final class LaneThreads implements LaneWork {

  private static final Logger log = LoggerFactory.getLogger(LaneThreads.class);

  private final SharedLanes lanes;
  private final Listeners listeners;
  private final Loops loops;
  private final Consumer<LaneQueue> attempt;
  private final Consumer<OwnerLanes> sweep;
  private final Consumer<OwnerLanes> resume;
  private final Consumer<OwnerLanes> discard;

  /// @param attempt does all of a turn; it blocks, like the other three
  LaneThreads(
      SharedLanes lanes,
      Listeners listeners,
      Loops loops,
      Consumer<LaneQueue> attempt,
      Consumer<OwnerLanes> sweep,
      Consumer<OwnerLanes> resume,
      Consumer<OwnerLanes> discard) {
    this.lanes = lanes;
    this.listeners = listeners;
    this.loops = loops;
    this.attempt = attempt;
    this.sweep = sweep;
    this.resume = resume;
    this.discard = discard;
  }

  @Override
  public void attempt(LaneQueue lane) {
    begin("attempt", () -> attempt.accept(lane));
  }

  @Override
  public void sweep(OwnerLanes owner) {
    begin("sweep", () -> sweep.accept(owner));
  }

  @Override
  public void healthChanged(Endpoint endpoint, EndpointHealth health) {
    lanes.afterwards(
        () -> {
          EndpointHealthLog.write(endpoint, health);
          listeners.publish(listener -> listener.healthChanged(endpoint, health));
        });
  }

  @Override
  public void resume(OwnerLanes owner) {
    begin("resume", () -> resume.accept(owner));
  }

  @Override
  public void discard(OwnerLanes owner) {
    begin("discard", () -> discard.accept(owner));
  }

  private void begin(String name, Runnable work) {
    try {
      Thread.ofVirtual().name("weft-" + name).start(work);
    } catch (RuntimeException | Error e) {
      loops.failed(name);
      log.error("not begun, later again work={}", name, e);
      throw e;
    }
  }
}
