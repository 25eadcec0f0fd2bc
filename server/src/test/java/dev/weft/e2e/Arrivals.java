package dev.weft.e2e;

import dev.weft.e2e.Inbox.Received;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.ToIntFunction;
import tools.jackson.databind.JsonNode;

/// What one app server was sent over all lives of the server, in the order it arrived.
final class Arrivals {

  /// One arrival, and what it was answered.
  ///
  /// @param life of the server in which it came
  record Arrival(int life, String call, String thread, String operation, int status, Received raw) {

    boolean isThreadCallback() {
      return raw.json().get("chat_type").stringValue().equals("notify");
    }

    long sequence() {
      return Long.parseLong(Objects.requireNonNull(raw.header("weft-sequence")));
    }

    boolean isAcknowledged() {
      return status == 200;
    }
  }

  private final List<Arrival> all = new ArrayList<>();
  private final Map<String, Integer> times = new HashMap<>();
  private final Set<String> acknowledged = new HashSet<>();
  private int life;

  /// Takes one, and answers it as `judge` says, given how often this callback came before.
  synchronized int take(Received received, ToIntFunction<Integer> judge) {
    String call = Objects.requireNonNull(received.header("webhook-id"));
    int status = judge.applyAsInt(times.merge(call, 1, Integer::sum) - 1);
    JsonNode json = received.json();
    Arrival arrival =
        new Arrival(
            life,
            call,
            threadOf(json),
            Objects.requireNonNull(received.header("weft-operation")),
            status,
            received);
    all.add(arrival);
    if (arrival.isThreadCallback() && arrival.isAcknowledged()) {
      acknowledged.add(lastMessage(json));
    }
    return status;
  }

  private static String threadOf(JsonNode callback) {
    return switch (callback.get("chat_type").stringValue()) {
      case "notify" -> callback.get("payload").get("data").get("id").stringValue();
      case "edit" -> callback.get("payload").get("to").stringValue();
      default -> callback.get("to").stringValue();
    };
  }

  /// The server has died.
  synchronized void lifeEnded() {
    life++;
  }

  synchronized int size() {
    return all.size();
  }

  /// Whether each of these messages was the newest of its thread in a Thread callback.
  synchronized boolean hasAcknowledged(Set<String> messages) {
    return acknowledged.containsAll(messages);
  }

  /// Those of `messages` of which that is not so yet.
  synchronized Set<String> missing(Set<String> messages) {
    Set<String> missing = new HashSet<>(messages);
    missing.removeAll(acknowledged);
    return missing;
  }

  /// The newest message a Thread callback tells of; empty if none is left.
  static String lastMessage(JsonNode callback) {
    return callback.get("payload").get("data").get("last_message").path("id").asString("");
  }

  /// Arrivals of one thread, in order.
  synchronized List<Arrival> of(String thread) {
    return all.stream().filter(one -> one.thread().equals(thread)).toList();
  }

  /// Those that came although the same callback had been acknowledged before.
  static List<Arrival> repeats(List<Arrival> arrivals) {
    Set<String> acknowledged = new HashSet<>();
    List<Arrival> repeats = new ArrayList<>();
    for (Arrival arrival : arrivals) {
      if (acknowledged.contains(arrival.call())) {
        repeats.add(arrival);
      } else if (arrival.isAcknowledged()) {
        acknowledged.add(arrival.call());
      }
    }
    return repeats;
  }
}
