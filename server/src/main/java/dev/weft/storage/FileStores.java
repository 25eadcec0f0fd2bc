package dev.weft.storage;

import dev.weft.chat.file.FileStore;
import dev.weft.chat.file.PartStore;
import dev.weft.chat.share.SharedFileStore;
import dev.weft.storage.jdbc.JdbcFileStore;
import dev.weft.storage.jdbc.JdbcPartStore;
import dev.weft.storage.jdbc.group.JdbcSharedFileStore;

/// Where it is written down which files there are.
///
/// @param files of messages
/// @param parts of files that are being uploaded
/// @param shared those that groups share
public record FileStores(FileStore files, PartStore parts, SharedFileStore shared) {

  static FileStores jdbc() {
    return new FileStores(new JdbcFileStore(), new JdbcPartStore(), new JdbcSharedFileStore());
  }
}
