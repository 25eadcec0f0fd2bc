package dev.weft.chat.group;

import dev.weft.app.Actor;
import dev.weft.app.App;
import dev.weft.app.UserId;
import dev.weft.chat.GroupId;
import java.time.Instant;
import java.util.List;

/// Users are members of a group no longer.
public record MembershipEnded(App app, GroupId group, List<UserId> members, Actor by, Instant at) {}
