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
    int memberCount) {}
