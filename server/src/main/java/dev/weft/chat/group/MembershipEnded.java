package dev.weft.chat.group;

import dev.weft.app.Actor;
import dev.weft.app.App;
import dev.weft.app.UserId;
import dev.weft.chat.Group;
import java.time.Instant;
import java.util.List;

/// Users are members of a group or room no longer.
public record MembershipEnded(App app, Group group, List<UserId> members, Actor by, Instant at) {}
