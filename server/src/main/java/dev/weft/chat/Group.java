package dev.weft.chat;

import dev.weft.app.AppId;
import dev.weft.app.UserId;
import java.time.Instant;

/// A chat group or a chat room. Its members are kept beside it: there may be thousands.
///
/// @param kind whether it is a group or a room
/// @param details what its owner may change
/// @param memberCount members, the owner among them (vendor: `affiliations_count`)
/// @param allMuted only the owner, admins and allowed users may speak (vendor: `mute`)
/// @param disabled nobody may do anything in it or its threads until it is enabled again
public record Group(
    GroupId id,
    GroupKind kind,
    AppId app,
    UserId owner,
    GroupDetails details,
    Instant created,
    Instant modified,
    int memberCount,
    boolean allMuted,
    boolean disabled) {

  /// What a user is who comes in. The owner of a room may leave it, and is its owner again on
  /// coming back.
  public Member.Role roleOf(UserId user) {
    return user.equals(owner) ? Member.Role.OWNER : Member.Role.MEMBER;
  }

  /// The same group with other details.
  public Group withDetails(GroupDetails newDetails, Instant now) {
    return new Group(
        id, kind, app, owner, newDetails, created, now, memberCount, allMuted, disabled);
  }

  /// The same group in other hands.
  public Group ownedBy(UserId newOwner, Instant now) {
    return new Group(
        id, kind, app, newOwner, details, created, now, memberCount, allMuted, disabled);
  }

  /// The same group after `change` members came, or went if it is negative.
  public Group withMembers(int change) {
    return new Group(
        id, kind, app, owner, details, created, modified, memberCount + change, allMuted, disabled);
  }

  /// The same group with or without everybody muted.
  public Group allMuted(boolean on) {
    return new Group(id, kind, app, owner, details, created, modified, memberCount, on, disabled);
  }

  /// The same group, disabled or enabled.
  public Group disabled(boolean on) {
    return new Group(id, kind, app, owner, details, created, modified, memberCount, allMuted, on);
  }
}
