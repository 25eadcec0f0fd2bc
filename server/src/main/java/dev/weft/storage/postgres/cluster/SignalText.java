package dev.weft.storage.postgres.cluster;

import dev.weft.cluster.Signals;
import dev.weft.cluster.Signals.Arrival;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// How signals are written: who says it, then one thing on each line, its words apart by blanks.
/// What a newer version says and this one does not know is passed over.
final class SignalText {

  private static final Logger log = LoggerFactory.getLogger(SignalText.class);

  private final String sender;
  private final int most;
  private final List<String> payloads = new ArrayList<>();
  private StringBuilder text;

  /// @param most bytes of one payload
  SignalText(String sender, int most) {
    this.sender = sender;
    this.most = most;
    this.text = new StringBuilder(sender);
  }

  void arrival(Arrival arrival) {
    word(
        "arrived %d %d %s"
            .formatted(
                arrival.rule(),
                arrival.row(),
                URLEncoder.encode(arrival.conversation(), StandardCharsets.UTF_8)));
  }

  void conversation(long conversation, long position) {
    word("conversation " + conversation + " " + position);
  }

  /// What does not fit at all is left out.
  void word(String word) {
    if (sender.length() + 1 + word.length() > most) {
      return;
    }
    if (text.length() + 1 + word.length() > most) {
      payloads.add(text.toString());
      text = new StringBuilder(sender);
    }
    text.append('\n').append(word);
  }

  List<String> payloads() {
    List<String> all = new ArrayList<>(payloads);
    all.add(text.toString());
    return all;
  }

  /// Tells `signalHandler` what somebody else than `self` has said.
  static void read(String payload, String self, Signals signalHandler) {
    List<String> lines = payload.lines().toList();
    if (lines.isEmpty() || lines.getFirst().equals(self)) {
      return;
    }
    for (String line : lines.subList(1, lines.size())) {
      try {
        tell(List.of(line.split(" ", -1)), signalHandler);
      } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
        log.warn("signal not understood line=\"{}\"", line);
      }
    }
  }

  private static void tell(List<String> words, Signals signalHandler) {
    switch (words.getFirst()) {
      case "arrived" ->
          signalHandler.arrived(
              new Arrival(
                  Long.parseLong(words.get(1)),
                  URLDecoder.decode(words.get(3), StandardCharsets.UTF_8),
                  Long.parseLong(words.get(2))));
      case "rules" -> signalHandler.rulesChanged();
      case "health" -> signalHandler.healthChanged();
      case "resumed" -> signalHandler.resumed(Long.parseLong(words.get(1)));
      case "retry" -> signalHandler.retryNow(Long.parseLong(words.get(1)));
      case "jobs" -> signalHandler.jobsChanged();
      case "conversation" ->
          signalHandler.conversationAt(Long.parseLong(words.get(1)), Long.parseLong(words.get(2)));
      case "members" ->
          signalHandler.membersChanged(Long.parseLong(words.get(1)), Long.parseLong(words.get(2)));
      case "device" ->
          signalHandler.deviceLoggedIn(Long.parseLong(words.get(1)), Long.parseLong(words.get(2)));
      case "ended" ->
          signalHandler.sessionEnded(
              Long.parseLong(words.get(1)), Long.parseLong(words.get(2)), words.get(3));
      case "presence" ->
          signalHandler.presenceChanged(
              Long.parseLong(words.get(1)),
              URLDecoder.decode(words.get(2), StandardCharsets.UTF_8));
      case "partitions" -> signalHandler.partitionsChanged();
      default -> log.debug("signal unknown word={}", words.getFirst());
    }
  }
}
