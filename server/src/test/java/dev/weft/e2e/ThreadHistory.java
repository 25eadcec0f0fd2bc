package dev.weft.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.e2e.Arrivals.Arrival;
import dev.weft.e2e.ThreadLoad.Operation;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/// What happened in one thread, as its callbacks tell it; every step is checked while it is read.
final class ThreadHistory {

  private ThreadHistory() {}

  /// Reads a thread's history from a rule that gets ordinary and Thread callbacks: they come in
  /// pairs, the ordinary one first and with the message that was operated on.
  static List<Operation> read(List<Arrival> arrivals) {
    List<Operation> history = new ArrayList<>();
    List<String> live = new ArrayList<>();
    List<Arrival> firsts = firsts(arrivals);
    assertThat(firsts.size()).isEven();
    for (int i = 0; i < firsts.size(); i += 2) {
      Arrival ordinary = firsts.get(i);
      Arrival callback = firsts.get(i + 1);
      assertThat(ordinary.isThreadCallback()).isFalse();
      assertThat(callback.isThreadCallback()).isTrue();
      assertThat(callback.operation()).isEqualTo(ordinary.operation());
      assertThat(callback.sequence()).isEqualTo(history.size() + 1);
      Operation operation = operation(ordinary);
      apply(operation, live);
      assertTells(callback, live);
      history.add(operation);
    }
    return history;
  }

  /// Each callback where it came first; that no later one came before it is checked.
  private static List<Arrival> firsts(List<Arrival> arrivals) {
    List<Arrival> firsts = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    for (Arrival arrival : arrivals) {
      if (seen.add(arrival.call())) {
        firsts.add(arrival);
      } else {
        assertThat(arrival.call()).as("comes again").isEqualTo(firsts.getLast().call());
      }
    }
    return firsts;
  }

  private static Operation operation(Arrival ordinary) {
    JsonNode json = ordinary.raw().json();
    String message =
        switch (ordinary.operation()) {
          case "send" -> json.get("msg_id").stringValue();
          case "recall" -> json.get("recall_id").stringValue();
          default -> json.at("/payload/edit_message_id").stringValue();
        };
    String text = json.at("/payload/bodies/0/msg").asString("");
    return new Operation(ordinary.operation(), message, text);
  }

  private static void apply(Operation operation, List<String> live) {
    switch (operation.name()) {
      case "send" -> live.add(operation.message());
      case "recall" -> assertThat(live.remove(operation.message())).isTrue();
      default -> assertThat(live).contains(operation.message());
    }
  }

  private static void assertTells(Arrival callback, List<String> live) {
    JsonNode json = callback.raw().json();
    assertThat(json.at("/payload/data/message_count").intValue()).isEqualTo(live.size());
    assertThat(Arrivals.lastMessage(json)).isEqualTo(live.isEmpty() ? "" : live.getLast());
  }

  /// The numbers of a rule that gets Thread callbacks only, each where it came first.
  static List<Long> sequences(List<Arrival> arrivals) {
    return firsts(arrivals).stream().map(Arrival::sequence).toList();
  }
}
