package dev.weft.callback.explain;

import dev.weft.app.App;
import dev.weft.callback.event.EventKind;
import dev.weft.callback.event.MessageOperation;
import dev.weft.callback.rule.Match;
import dev.weft.callback.rule.Matcher;
import dev.weft.callback.rule.RuleSpec;
import dev.weft.chat.Message;
import dev.weft.chat.message.MessageStore;
import dev.weft.tx.Transactions;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

/// Tells what a rule would match before there is one: repeats the matching over the messages that
/// were sent last.
public final class RulePreview {

  /// Messages that are looked at.
  public static final int LOOKED_AT = 1000;

  /// Messages that are named.
  private static final int MAX_EXAMPLES = 10;

  private final Transactions transactions;
  private final MessageStore messages;
  private final Clock clock;

  public RulePreview(Transactions transactions, MessageStore messages, Clock clock) {
    this.transactions = transactions;
    this.messages = messages;
    this.clock = clock;
  }

  /// A message that would match.
  ///
  /// @param kinds the callbacks it would give
  public record Example(Message message, List<EventKind> kinds) {}

  /// What was found.
  ///
  /// @param looked messages that were looked at
  /// @param examples the newest of those that match
  public record Preview(int looked, int matched, List<Example> examples) {
    public Preview {
      examples = List.copyOf(examples);
    }
  }

  /// What `spec` would match of what was sent last to the app.
  public Preview of(App app, RuleSpec spec) {
    List<Message> newest =
        transactions.read(snapshot -> messages.newest(snapshot, app.id(), LOOKED_AT));
    List<Example> examples = new ArrayList<>();
    int matched = 0;
    for (Message message : newest) {
      List<EventKind> kinds = kinds(message, spec);
      if (!kinds.isEmpty()) {
        matched++;
        if (examples.size() < MAX_EXAMPLES) {
          examples.add(new Example(message, kinds));
        }
      }
    }
    return new Preview(newest.size(), matched, examples);
  }

  private List<EventKind> kinds(Message message, RuleSpec spec) {
    return MessageOperation.of(message, false, List.of(), clock.instant()).stream()
        .flatMap(
            operation ->
                operation.kinds().stream()
                    .filter(
                        kind ->
                            Matcher.match(spec, kind, operation.facts()) instanceof Match.Matched))
        .distinct()
        .toList();
  }
}
