package dev.weft.sync;

import dev.weft.app.App;
import dev.weft.app.UserId;
import dev.weft.chat.GroupId;
import dev.weft.chat.Message;
import dev.weft.chat.MessageId;
import dev.weft.chat.Recipient;
import dev.weft.chat.group.GroupStore;
import dev.weft.chat.message.MessageReactions;
import dev.weft.chat.message.MessageStore;
import dev.weft.chat.message.Reaction;
import dev.weft.chat.message.ReactionStore;
import dev.weft.tx.Snapshot;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What users react to, of all units of work in one transaction: the messages, who may see them,
/// and the reactions they have by now.
final class ReactionTargets {

  /// Nobody has this name: whoever asks is found among the users of a reaction.
  private static final UserId NOBODY = new UserId("");

  private final Map<MessageId, Message> messages = new HashMap<>();
  private final Set<GroupStore.Place> members;
  private final Map<MessageId, MessageReactions> reactions = new HashMap<>();

  /// A message that a user reacts to.
  record Need(MessageId message, UserId user) {}

  private ReactionTargets(Set<GroupStore.Place> members) {
    this.members = members;
  }

  /// Fetches with few look-ups for all.
  ///
  /// @param named the most users that are named of each reaction
  static ReactionTargets fetch(
      Snapshot snapshot,
      MessageStore messages,
      GroupStore groups,
      ReactionStore reactions,
      List<Need> needs,
      int named) {
    List<MessageId> ids = needs.stream().map(Need::message).distinct().toList();
    Map<MessageId, Message> found = new HashMap<>();
    messages.findAll(snapshot, ids).forEach(message -> found.put(message.id(), message));
    List<GroupStore.Place> places = new ArrayList<>();
    for (Need need : needs) {
      @Nullable Message message = found.get(need.message());
      if (message != null) {
        group(message).ifPresent(group -> places.add(new GroupStore.Place(group, need.user())));
      }
    }
    ReactionTargets targets =
        new ReactionTargets(groups.taken(snapshot, places.stream().distinct().toList()));
    targets.messages.putAll(found);
    Map<MessageId, List<Reaction>> given = new HashMap<>();
    found.keySet().forEach(id -> given.put(id, new ArrayList<>()));
    for (Reaction one : reactions.of(snapshot, List.copyOf(found.keySet()), NOBODY, named)) {
      given.computeIfAbsent(one.message(), _ -> new ArrayList<>()).add(one);
    }
    given.forEach((id, all) -> targets.reactions.put(id, new MessageReactions(all)));
    return targets;
  }

  /// The group whose members see a message; empty if two users do.
  private static Optional<GroupId> group(Message message) {
    return switch (message.to()) {
      case Recipient.ToUser _, Recipient.ToRoom _ -> Optional.empty();
      case Recipient.ToGroup(var group) -> Optional.of(group);
      case Recipient.ToThread in -> Optional.of(in.parent());
    };
  }

  /// The message, if there is one of the app that the user sees.
  Optional<Message> visible(App app, Need need) {
    return Optional.ofNullable(messages.get(need.message()))
        .filter(message -> message.app().equals(app.id()))
        .filter(message -> sees(need.user(), message));
  }

  private boolean sees(UserId user, Message message) {
    return switch (message.to()) {
      case Recipient.ToUser(var other) -> other.isSameAs(user) || message.from().isSameAs(user);
      // The vendor has no reactions in rooms.
      case Recipient.ToRoom _ -> false;
      case Recipient.ToGroup(var group) -> members.contains(new GroupStore.Place(group, user));
      case Recipient.ToThread in -> members.contains(new GroupStore.Place(in.parent(), user));
    };
  }

  /// The reactions to a message; empty if it is not known who has given all of them.
  Optional<MessageReactions> reactions(MessageId message) {
    return Optional.ofNullable(reactions.get(message)).filter(MessageReactions::isWhole);
  }

  /// Notes what a unit of work has made of the reactions to a message. To be called when the unit
  /// has nothing more to do that may fail: what it has written is undone then, this is not.
  void changed(MessageId message, MessageReactions now) {
    reactions.put(message, now);
  }
}
