package dev.weft.chat;

import dev.weft.app.UserId;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A file that a group shares.
///
/// @param id of the file, by which it is downloaded and deleted
/// @param name what the uploader called it; never part of a path
/// @param size in bytes
/// @param owner who uploaded it; null if the app's server did
public record SharedFile(
    String id,
    String name,
    String contentType,
    long size,
    @Nullable UserId owner,
    Instant created) {

  /// How the vendor writes that the app's server has uploaded a file (callback page
  /// `callback_group_room_old`).
  private static final String APP_ADMIN = "@ppAdmin";

  /// The file as the vendor's lists and callbacks show it (page `group_shared_file_obtain`).
  public Map<String, Object> shown() {
    Map<String, Object> shown = new LinkedHashMap<>();
    shown.put("file_id", id);
    shown.put("file_name", name);
    shown.put("file_owner", owner == null ? APP_ADMIN : owner.value());
    shown.put("file_size", size);
    shown.put("created", created.toEpochMilli());
    return shown;
  }

  /// What goes with the news of the file in the vendor's first generation of group events: the file
  /// as JSON when it is there, its id when it was taken away.
  public String reason(boolean added) {
    return added ? JsonObjects.text(Map.of("data", shown())) : id;
  }
}
