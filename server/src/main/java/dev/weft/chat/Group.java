package dev.weft.chat;

import dev.weft.app.AppId;
import java.time.Instant;

/// A chat group. Its members are kept beside it: there may be thousands.
///
/// @param details what its owner may change
/// @param memberCount members, the owner among them (vendor: `affiliations_count`)
public record Group(
    GroupId id,
    AppId app,
    UserId owner,
    GroupDetails details,
    Instant created,
    Instant modified,
    int memberCount) {

  /// The same group with other details.
  public Group withDetails(GroupDetails newDetails, Instant now) {
    return new Group(id, app, owner, newDetails, created, now, memberCount);
  }

  /// The same group in other hands.
  public Group ownedBy(UserId newOwner, Instant now) {
    return new Group(id, app, newOwner, details, created, now, memberCount);
  }

  /// The same group after `change` members came, or went if it is negative.
  public Group withMembers(int change) {
    return new Group(id, app, owner, details, created, modified, memberCount + change);
  }
}
