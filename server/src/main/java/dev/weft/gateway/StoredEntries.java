package dev.weft.gateway;

import dev.weft.app.App;
import dev.weft.app.UserId;
import dev.weft.chat.Message;
import dev.weft.chat.MessageId;
import dev.weft.chat.timeline.Conversation;
import dev.weft.chat.timeline.Entry;
import dev.weft.chat.timeline.EntryKind;
import dev.weft.gateway.meta.StreamBodies;
import dev.weft.tx.Snapshot;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Entries of a timeline from the store, with the messages they name.
///
/// @param messages those that are there
/// @param recalled those that were recalled, for the entries that tell of it
/// @param readers of those that were edited or recalled, the only users who may see them
record StoredEntries(
    List<Entry> entries,
    Map<MessageId, Message> messages,
    Map<MessageId, Message> recalled,
    Map<MessageId, Set<UserId>> readers) {

  /// What comes after a position.
  static StoredEntries read(Services services, Conversation conversation, long after, int limit) {
    return services
        .transactions()
        .read(
            snapshot -> {
              List<Entry> entries =
                  services.timelines().after(snapshot, conversation.id(), after, limit);
              StoredEntries stored =
                  new StoredEntries(entries, new HashMap<>(), new HashMap<>(), new HashMap<>());
              entries.forEach(entry -> stored.add(services, snapshot, entry));
              return stored;
            });
  }

  private void add(Services services, Snapshot snapshot, Entry entry) {
    MessageId id = entry.message();
    if (id == null) {
      return;
    }
    if (entry.kind() == EntryKind.RECALL || entry.kind() == EntryKind.EDIT) {
      readers.put(id, services.readers().of(snapshot, id));
    }
    if (entry.kind() == EntryKind.RECALL) {
      services.messageStore().findRecalled(snapshot, id).ifPresent(gone -> recalled.put(id, gone));
    } else if (!messages.containsKey(id)) {
      services.messageStore().find(snapshot, id).ifPresent(there -> messages.put(id, there));
    }
  }

  /// Whether the whole text of a stream message goes out with its first entry, in this batch.
  private boolean isSentWhole(Entry entry) {
    return entry.kind() == EntryKind.CHUNK
        && entries.stream()
            .anyMatch(
                one ->
                    one.kind() == EntryKind.MESSAGE
                        && Objects.equals(one.message(), entry.message()))
        && StreamBodies.hasEnded(messageOf(entry));
  }

  /// The message that an entry names; null if there is none, or it is gone.
  @Nullable Message messageOf(Entry entry) {
    MessageId id = entry.message();
    if (id == null) {
      return null;
    }
    return entry.kind() == EntryKind.RECALL ? recalled.get(id) : messages.get(id);
  }

  private Set<UserId> readersOf(Entry entry) {
    MessageId id = entry.message();
    return id == null ? Set.of() : readers.getOrDefault(id, Set.of());
  }

  /// The entries, ready to be sent.
  List<Rendered> rendered(App app, Conversation conversation) {
    return entries.stream()
        .map(
            entry ->
                isSentWhole(entry)
                    ? Renderer.nothing(conversation, entry)
                    : Renderer.render(
                        app, conversation, entry, messageOf(entry), readersOf(entry), false))
        .toList();
  }
}
