package dev.weft.storage;

import dev.weft.chat.room.RoomAbsenceStore;
import dev.weft.chat.room.RoomAttributeStore;
import dev.weft.chat.room.RoomTagStore;
import dev.weft.chat.room.SuperAdminStore;
import dev.weft.storage.jdbc.group.JdbcRoomAbsenceStore;
import dev.weft.storage.jdbc.group.JdbcRoomAttributeStore;
import dev.weft.storage.jdbc.group.JdbcRoomTagStore;
import dev.weft.storage.jdbc.group.JdbcSuperAdminStore;

/// The stores of what chat rooms have beyond groups.
public record RoomStores(
    RoomTagStore tags,
    RoomAttributeStore attributes,
    RoomAbsenceStore absences,
    SuperAdminStore superAdmins) {

  static RoomStores jdbc() {
    return new RoomStores(
        new JdbcRoomTagStore(),
        new JdbcRoomAttributeStore(),
        new JdbcRoomAbsenceStore(),
        new JdbcSuperAdminStore());
  }
}
