package dev.weft.sync;

import dev.weft.app.App;
import dev.weft.app.UserId;
import dev.weft.chat.Message;
import dev.weft.chat.MessageId;
import dev.weft.chat.file.Attachments;
import dev.weft.chat.file.FileStore;
import dev.weft.chat.message.MessageStore;
import dev.weft.chat.share.SharedFileStore;
import dev.weft.sync.attribute.AttributeStore;
import dev.weft.tx.Transactions;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Takes away what a user has said, for good and for everybody: the content of the user's messages,
/// their files, the files the user has shared with groups, and the user's attributes. That is what
/// privacy law asks for; the vendor's call hides messages from the user alone.
///
/// Messages keep their place, as recalled ones do, and nobody is told: no callback, no notice.
/// There is no index by sender, which would cost every message for the sake of a rare call, so the
/// messages of all apps are walked, a few in each unit of work. It can be called again after a
/// crash.
public final class UserErasure {

  /// Messages looked at in one unit of work: others wait no longer than a few milliseconds.
  private static final int STEP = 1_000;

  private final Transactions transactions;
  private final MessageStore messages;
  private final FileStore files;
  private final SharedFileStore shared;
  private final AttributeStore attributes;

  UserErasure(
      Transactions transactions,
      MessageStore messages,
      FileStore files,
      SharedFileStore shared,
      AttributeStore attributes) {
    this.transactions = transactions;
    this.messages = messages;
    this.files = files;
    this.shared = shared;
    this.attributes = attributes;
  }

  /// Erases, and answers how many messages lost their content.
  public int erase(App app, UserId user) {
    int erased = 0;
    @Nullable MessageId next = new MessageId(0);
    while (next != null) {
      MessageId from = next;
      MessageStore.Scan scan =
          transactions.read(
              snapshot ->
                  messages.scan(snapshot, app.id(), from, new MessageId(Long.MAX_VALUE), STEP));
      List<Message> own =
          scan.found().stream().filter(message -> message.from().isSameAs(user)).toList();
      if (!own.isEmpty()) {
        transactions.run(
            tx -> {
              for (Message message : own) {
                messages.recall(tx, message);
                Attachments.filesOf(message.content())
                    .forEach(file -> files.withdraw(tx, app.id(), file));
              }
            });
      }
      erased += own.size();
      next = scan.next();
    }
    transactions.run(
        tx -> {
          shared.withdrawOf(tx, app.id(), user);
          attributes.delete(tx, app.id(), user);
          attributes.deleteOfMember(tx, app.id(), user);
        });
    return erased;
  }
}
