package dev.weft.callback.event;

import dev.weft.app.Actor;
import dev.weft.app.UserId;
import dev.weft.chat.Message;
import dev.weft.chat.Recipient;
import dev.weft.chat.Source;
import dev.weft.delivery.log.LoggedDelivery;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;

/// An operation on a message, put together again from what is kept: the message as it is now, and
/// the deliveries that tell of it. What is not kept any more is said in `notes`.
public record MessageOperation(
    String operation, Instant at, List<EventKind> kinds, EventFacts facts, List<String> notes) {

  private static final String SEND = "send";
  private static final String MODIFY = "modify";
  private static final String RECALL = "recall";

  /// What happened to `message`, first to last.
  ///
  /// @param recalled true if its content is gone
  /// @param deliveries those about it
  /// @param now when the rules are looked at for what has no time
  public static List<MessageOperation> of(
      Message message, boolean recalled, List<LoggedDelivery> deliveries, Instant now) {
    List<MessageOperation> operations = new ArrayList<>();
    operations.add(sent(message, recalled));
    TreeSet<Instant> modified = times(deliveries, MODIFY);
    if (message.edits() > 0) {
      modified.add(message.changed());
    }
    modified.forEach(at -> operations.add(modified(message, recalled, at)));
    if (recalled) {
      TreeSet<Instant> recalls = times(deliveries, RECALL);
      operations.add(recalled(message, recalls.isEmpty() ? now : recalls.first(), recalls));
    }
    operations.sort(Comparator.comparing(MessageOperation::at));
    return operations;
  }

  private static TreeSet<Instant> times(List<LoggedDelivery> deliveries, String operation) {
    TreeSet<Instant> times = new TreeSet<>();
    deliveries.stream()
        .filter(delivery -> delivery.operation().equals(operation))
        .forEach(delivery -> times.add(delivery.created()));
    return times;
  }

  private static MessageOperation sent(Message message, boolean recalled) {
    List<String> notes = new ArrayList<>();
    if (recalled) {
      notes.add(CONTENT_GONE);
    } else if (message.edits() > 0) {
      notes.add("ext is as the message has it now, after it was modified");
    }
    return operation(SEND, message, message.from(), message.sent(), recalled, notes);
  }

  private static MessageOperation modified(Message message, boolean recalled, Instant at) {
    List<String> notes = new ArrayList<>();
    if (recalled) {
      notes.add(CONTENT_GONE);
    }
    if (!at.equals(message.changed())) {
      notes.add("who modified it, and ext, are those of the last modification");
    } else if (message.edits() > 1) {
      notes.add("earlier modifications are only known where a rule matched them");
    }
    UserId editor = message.lastEditor() == null ? Actor.SERVER.user() : message.lastEditor();
    return operation(MODIFY, message, editor, at, recalled, notes);
  }

  private static MessageOperation recalled(Message message, Instant at, TreeSet<Instant> known) {
    List<String> notes = new ArrayList<>();
    notes.add(CONTENT_GONE);
    notes.add("who recalled it is not kept: from is compared with the sender");
    if (known.isEmpty()) {
      notes.add("when it was recalled is not kept: the rules are looked at as they are now");
    }
    return operation(RECALL, message, message.from(), at, true, notes);
  }

  private static final String CONTENT_GONE =
      "the message was recalled and its ext is gone: ext_keys was not looked at";

  private static MessageOperation operation(
      String operation,
      Message message,
      UserId operator,
      Instant at,
      boolean contentGone,
      List<String> notes) {
    String name = operator.value().toLowerCase(Locale.ROOT);
    EventFacts facts = EventFacts.ofMessage(name, message, Source.REST);
    return new MessageOperation(
        operation, at, kinds(operation, message), contentGone ? facts.withoutExt() : facts, notes);
  }

  private static List<EventKind> kinds(String operation, Message message) {
    EventKind ordinary =
        switch (operation) {
          case SEND -> EventKind.MESSAGE;
          case MODIFY -> EventKind.EDIT;
          default -> EventKind.RECALL;
        };
    return message.to() instanceof Recipient.ToThread
        ? List.of(ordinary, EventKind.THREAD)
        : List.of(ordinary);
  }
}
