package dev.weft.chat.file;

import dev.weft.chat.ChatEvent;
import dev.weft.chat.ChatEvent.MessageRecalled;
import dev.weft.chat.ChatListener;
import dev.weft.chat.Content;
import dev.weft.chat.JsonObjects;
import dev.weft.chat.Message;
import dev.weft.tx.Tx;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Takes the files of a recalled message away (vendor: "attachments go too"): from everybody in the
/// transaction of the recall, from the disk after it.
///
/// A file belongs to an app, not to a message: when two messages point at one file, the recall of
/// either takes it from both, as at the vendor.
public final class Attachments implements ChatListener {

  /// Where a body names its files: the attachment and, of a video, its thumbnail.
  private static final List<String> FIELDS = List.of("url", "thumb");

  /// The end of a link to a file, whatever name the server was reached by.
  private static final Pattern LINK = Pattern.compile(".*/chatfiles/([0-9a-f-]{36})(?:[?#].*)?");

  private final FileStore store;
  private final FileSweeper sweeper;

  public Attachments(FileStore store, FileSweeper sweeper) {
    this.store = store;
    this.sweeper = sweeper;
  }

  @Override
  public void on(Tx tx, ChatEvent event) {
    if (event instanceof MessageRecalled recalled && mayHaveFiles(recalled.message())) {
      withdraw(tx, recalled);
    }
  }

  /// Spares nearly every message the reading of its JSON.
  private static boolean mayHaveFiles(Message message) {
    return message.content().body().contains("/chatfiles/");
  }

  private void withdraw(Tx tx, MessageRecalled recalled) {
    filesOf(recalled.message().content())
        .forEach(id -> store.withdraw(tx, recalled.app().id(), id));
    tx.afterCommit(sweeper::wake);
  }

  /// The files of this server that a message points at.
  public static List<FileId> filesOf(Content content) {
    if (!content.body().contains("/chatfiles/")) {
      return List.of();
    }
    return JsonObjects.texts(content.body(), FIELDS).stream()
        .map(LINK::matcher)
        .filter(Matcher::matches)
        .flatMap(link -> FileId.parse(link.group(1)).stream())
        .toList();
  }
}
