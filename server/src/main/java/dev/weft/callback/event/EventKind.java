package dev.weft.callback.event;

import java.util.List;
import java.util.Optional;

/// What a rule can ask for: a word of its `events`. A value and no enum: who makes callbacks of a
/// further kind adds a word, and matching, rendering and delivery need not know it.
public record EventKind(String word) implements Comparable<EventKind> {

  /// The Thread callback: a message in a thread was sent, recalled or modified.
  public static final EventKind THREAD = new EventKind("thread");

  /// The ordinary callback of a sent message, in threads, groups and single chats.
  public static final EventKind MESSAGE = new EventKind("message");

  /// The ordinary callback of a recalled message.
  public static final EventKind RECALL = new EventKind("recall");

  /// The ordinary callback of a modified message.
  public static final EventKind EDIT = new EventKind("edit");

  /// Group events (vendor: `group_op_event`).
  public static final EventKind GROUP = new EventKind("group");

  /// Group events in the vendor's first generation (vendor: `muc`), one for each user concerned.
  public static final EventKind MUC = new EventKind("muc");

  /// Ours: threads created, renamed, deleted, joined, left. The vendor has no callback for them.
  public static final EventKind THREAD_LIFECYCLE = new EventKind("thread_lifecycle");

  /// A reaction to a message was given or taken back.
  public static final EventKind REACTION = new EventKind("reaction");

  /// A message, once for each receiver who is offline (vendor: `chat_offline`).
  public static final EventKind CHAT_OFFLINE = new EventKind("chat_offline");

  /// A user has read a message.
  public static final EventKind READ_ACK = new EventKind("read_ack");

  /// A user has read a conversation.
  public static final EventKind CHANNEL_ACK = new EventKind("channel_ack");

  /// A device has logged in, has gone or was put out (vendor: `userStatus`).
  public static final EventKind USER_STATUS = new EventKind("user_status");

  /// Contacts were asked for, accepted, declined or ended, users blocked (vendor: `roster`).
  public static final EventKind CONTACT = new EventKind("contact");

  /// A client wanted to send words of a keyword list.
  public static final EventKind KEYWORD_ALERT = new EventKind("keyword_alert");

  /// The kinds that rules may ask for, in the order in which they are shown.
  private static final List<EventKind> KNOWN =
      List.of(
          THREAD,
          MESSAGE,
          RECALL,
          EDIT,
          GROUP,
          MUC,
          THREAD_LIFECYCLE,
          REACTION,
          CHAT_OFFLINE,
          READ_ACK,
          CHANNEL_ACK,
          USER_STATUS,
          CONTACT,
          KEYWORD_ALERT);

  public static List<EventKind> known() {
    return KNOWN;
  }

  /// The kind of a rule's word; empty if rules may not ask for it.
  public static Optional<EventKind> of(String word) {
    return KNOWN.stream().filter(kind -> kind.word.equals(word)).findFirst();
  }

  @Override
  public int compareTo(EventKind other) {
    int place = Integer.compare(place(this), place(other));
    return place != 0 ? place : word.compareTo(other.word);
  }

  private static int place(EventKind kind) {
    int index = KNOWN.indexOf(kind);
    return index < 0 ? KNOWN.size() : index;
  }
}
