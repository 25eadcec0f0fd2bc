package dev.weft.delivery.lane;

import dev.weft.delivery.Ban;
import dev.weft.delivery.DeliverySettings;
import dev.weft.delivery.Endpoint;
import dev.weft.delivery.EndpointHealth;
import dev.weft.delivery.Endpoints;
import dev.weft.delivery.Lane;
import dev.weft.delivery.LaneOwner;
import java.time.Instant;
import java.time.InstantSource;
import java.util.BitSet;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/// The owners in memory: those with something in hand or on record. Every other one is as its
/// endpoint says, and is made here when it is asked for.
final class OwnerTable {

  private final DeliverySettings settings;
  private final Endpoints endpoints;
  private final InstantSource time;
  private final BiConsumer<Endpoint, EndpointHealth> listener;
  private final Map<LaneOwner, OwnerLanes> owners = new HashMap<>();
  private final TimerQueue<OwnerLanes> timers = new TimerQueue<>();

  /// @param listener notified when an owner stands otherwise with its endpoint than before
  OwnerTable(
      DeliverySettings settings,
      Endpoints endpoints,
      InstantSource time,
      BiConsumer<Endpoint, EndpointHealth> listener) {
    this.settings = settings;
    this.endpoints = endpoints;
    this.time = time;
    this.listener = listener;
  }

  OwnerLanes get(LaneOwner id) {
    @Nullable OwnerLanes owner = owners.get(id);
    if (owner == null) {
      owner = new OwnerLanes(id, new OwnerLimiter(settings.attemptsPerRule()));
      owners.put(id, owner);
      lookUp(owner);
      noteHealth(owner);
    }
    return owner;
  }

  /// The owners as they are: not to be looked through while one is made or left.
  Collection<OwnerLanes> all() {
    return Collections.unmodifiableCollection(owners.values());
  }

  /// The owners as they were when this was called.
  List<OwnerLanes> snapshot() {
    return List.copyOf(owners.values());
  }

  /// The partitions in which an attempt is in flight, or not yet durable.
  BitSet partitionsInFlight() {
    BitSet partitions = new BitSet(Lane.PARTITIONS);
    for (OwnerLanes owner : owners.values()) {
      for (LaneQueue lane : owner.memory().lanes()) {
        if (lane.phase() == LaneQueue.Phase.RUNNING) {
          partitions.set(lane.partition());
        }
      }
    }
    return partitions;
  }

  /// Whether the store is being read for lanes that are not in memory.
  boolean isReading() {
    return owners.values().stream()
        .map(OwnerLanes::stored)
        .anyMatch(stored -> stored.isSweeping() || stored.isDiscarding());
  }

  /// Owners that wait for a moment.
  TimerQueue<OwnerLanes> timers() {
    return timers;
  }

  /// Takes over what the rule or the job says now.
  void lookUp(OwnerLanes owner) {
    owner.endpoint().follow(endpoints.find(owner.id()), time.instant());
  }

  /// Holds the owner until the ban in force ends, if there is one.
  void beginBan(OwnerLanes owner) {
    @Nullable Ban ban = owner.endpoint().beginBan(time.instant());
    if (ban != null) {
      timers.set(owner, ban.until());
    }
  }

  /// Lets go of an owner of which nothing is left to know.
  void leaveIfIdle(OwnerLanes owner) {
    if (owner.memory().isEmpty() && owner.isIdle(time.instant())) {
      timers.cancel(owner);
      owners.remove(owner.id());
    }
  }

  /// The owners that do not deliver as usual.
  Map<LaneOwner, EndpointHealth> unhealthy() {
    Instant now = time.instant();
    Map<LaneOwner, EndpointHealth> unhealthy = new HashMap<>();
    for (OwnerLanes owner : owners.values()) {
      EndpointHealth health = owner.endpoint().health(now);
      if (!owner.endpoint().isDeleted() && !health.equals(EndpointHealth.DELIVERING)) {
        unhealthy.put(owner.id(), health);
      }
    }
    return unhealthy;
  }

  /// The owner stands as it does since before anybody listened.
  void noteHealth(OwnerLanes owner) {
    owner.endpoint().noteHealth(time.instant());
  }

  /// Notifies the listener of the owner's health, if it is another than it was notified of last.
  void notifyHealth(OwnerLanes owner) {
    @Nullable Endpoint endpoint = owner.endpoint().now();
    @Nullable EndpointHealth health = owner.endpoint().takeChange(time.instant());
    if (endpoint != null && health != null) {
      listener.accept(endpoint, health);
    }
  }
}
