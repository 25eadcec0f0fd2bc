package dev.weft.web.room;

import dev.weft.chat.group.GroupMembers;
import dev.weft.chat.group.GroupModeration;
import dev.weft.chat.group.Groups;
import dev.weft.chat.room.RoomAttributes;
import dev.weft.chat.room.RoomTags;
import dev.weft.chat.room.SuperAdmins;

/// What the calls about chat rooms use.
///
/// @param rooms the services of groups, over rooms
public record RoomServices(
    Groups rooms,
    GroupMembers members,
    GroupModeration moderation,
    SuperAdmins superAdmins,
    RoomTags tags,
    RoomAttributes attributes) {}
