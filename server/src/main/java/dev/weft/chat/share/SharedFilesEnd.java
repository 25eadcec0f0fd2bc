package dev.weft.chat.share;

import dev.weft.app.Actor;
import dev.weft.app.App;
import dev.weft.chat.ChatEvent;
import dev.weft.chat.GroupId;
import dev.weft.chat.file.FileSweeper;
import dev.weft.chat.group.MembershipEnded;
import dev.weft.chat.group.MembershipListener;
import dev.weft.tx.Tx;
import java.time.Instant;
import java.util.List;

/// Takes the files of a group away before it ends, some in each unit of work; then what else
/// depends on it ends.
public final class SharedFilesEnd implements MembershipListener {

  private static final int FILES_PER_STEP = 500;

  private final SharedFileStore store;
  private final FileSweeper sweeper;
  private final MembershipListener next;

  /// @param next what else depends on memberships
  public SharedFilesEnd(SharedFileStore store, FileSweeper sweeper, MembershipListener next) {
    this.store = store;
    this.sweeper = sweeper;
    this.next = next;
  }

  @Override
  public List<ChatEvent> ended(Tx tx, MembershipEnded event) {
    return next.ended(tx, event);
  }

  @Override
  public boolean ending(Tx tx, App app, GroupId group, Actor by, Instant at) {
    int gone = store.withdrawSome(tx, group, FILES_PER_STEP);
    if (gone > 0) {
      tx.afterCommit(sweeper::wake);
    }
    return gone < FILES_PER_STEP && next.ending(tx, app, group, by, at);
  }
}
