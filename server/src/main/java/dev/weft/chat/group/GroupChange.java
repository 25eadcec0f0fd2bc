package dev.weft.chat.group;

import dev.weft.chat.GroupDetails;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// What a caller wants changed of a group's [GroupDetails]; empty leaves a field alone.
public record GroupChange(
    Optional<String> name,
    Optional<String> avatar,
    Optional<String> description,
    Optional<Boolean> isPublic,
    Optional<Boolean> membersOnly,
    Optional<Boolean> allowInvites,
    Optional<Boolean> inviteNeedsConfirm,
    Optional<Integer> maxUsers,
    Optional<String> custom) {

  /// Whether it changes nothing.
  public boolean isEmpty() {
    return Stream.of(
            name,
            avatar,
            description,
            isPublic,
            membersOnly,
            allowInvites,
            inviteNeedsConfirm,
            maxUsers,
            custom)
        .allMatch(Optional::isEmpty);
  }

  /// `old` with the changes made.
  public GroupDetails appliedTo(GroupDetails old) {
    return new GroupDetails(
        name.orElse(old.name()),
        avatar.orElse(old.avatar()),
        description.orElse(old.description()),
        isPublic.orElse(old.isPublic()),
        membersOnly.orElse(old.membersOnly()),
        allowInvites.orElse(old.allowInvites()),
        inviteNeedsConfirm.orElse(old.inviteNeedsConfirm()),
        maxUsers.orElse(old.maxUsers()),
        custom.orElse(old.custom()));
  }

  /// What the caller asked for, as the vendor's callback shows it in `payload.info`: flags are
  /// texts there, the number of users is a number.
  Map<String, Object> asInfo(Instant modified) {
    Map<String, Object> info = new LinkedHashMap<>();
    description.ifPresent(value -> info.put("description", value));
    name.ifPresent(value -> info.put("title", value));
    avatar.ifPresent(value -> info.put("avatar", value));
    isPublic.ifPresent(value -> info.put("public", value.toString()));
    membersOnly.ifPresent(value -> info.put("members_only", value.toString()));
    allowInvites.ifPresent(value -> info.put("allow_user_invites", value.toString()));
    inviteNeedsConfirm.ifPresent(value -> info.put("invite_need_confirm", value.toString()));
    custom.ifPresent(value -> info.put("custom", value));
    info.put("last_modified", Long.toString(modified.toEpochMilli()));
    maxUsers.ifPresent(value -> info.put("max_users", value));
    return info;
  }
}
