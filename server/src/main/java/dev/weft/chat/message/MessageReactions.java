package dev.weft.chat.message;

import dev.weft.app.UserId;
import dev.weft.chat.MessageId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// All reactions to one message, the one that was given first at the beginning. Pure: a change is a
/// new value, so that nobody needs to read again what they have just written.
///
/// @param all each with the first of its users
public record MessageReactions(List<Reaction> all) {

  /// The reaction of this text.
  public Optional<Reaction> find(String text) {
    return all.stream().filter(one -> one.text().equals(text)).findFirst();
  }

  /// Whether every user of every reaction is named. Only then is it known who has given which.
  public boolean isWhole() {
    return all.stream().allMatch(one -> one.count() == one.users().size());
  }

  public boolean isGiven(String text, UserId user) {
    return find(text).filter(one -> one.own() || one.users().contains(user)).isPresent();
  }

  /// With one more user, who has not reacted so before.
  ///
  /// @param id of a reaction that nobody has given before
  /// @param named the most users that are named of each reaction
  public MessageReactions with(
      MessageId message, String text, UserId user, long id, Instant now, int named) {
    List<Reaction> changed = new ArrayList<>(all);
    for (int i = 0; i < changed.size(); i++) {
      Reaction one = changed.get(i);
      if (one.text().equals(text)) {
        List<UserId> users = new ArrayList<>(one.users());
        if (users.size() < named) {
          users.add(user);
        }
        changed.set(
            i, new Reaction(one.id(), message, text, one.count() + 1, false, users, one.created()));
        return new MessageReactions(changed);
      }
    }
    changed.add(new Reaction(id, message, text, 1, false, List.of(user), now));
    return new MessageReactions(changed);
  }

  /// Without one of the users. Empty if what remains is not known: since when there is a reaction
  /// whose first user has taken it back, and who comes after the last one that is named.
  public Optional<MessageReactions> without(String text, UserId user) {
    List<Reaction> changed = new ArrayList<>();
    for (Reaction one : all) {
      if (!one.text().equals(text)) {
        changed.add(one);
      } else if (one.count() > 1) {
        if (one.count() > one.users().size() || one.users().getFirst().equals(user)) {
          return Optional.empty();
        }
        List<UserId> users = one.users().stream().filter(other -> !other.equals(user)).toList();
        changed.add(
            new Reaction(
                one.id(), one.message(), text, one.count() - 1, false, users, one.created()));
      }
    }
    return Optional.of(new MessageReactions(changed));
  }
}
