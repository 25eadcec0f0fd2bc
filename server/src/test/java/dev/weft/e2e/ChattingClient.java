package dev.weft.e2e;

import dev.weft.msync.CommSyncDL;
import dev.weft.msync.CommUnreadDL;
import dev.weft.msync.Command;
import dev.weft.msync.MSync;
import dev.weft.msync.Meta;
import dev.weft.msync.NameSpace;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// A client that chats in one group as an SDK does, whatever happens to the server: it comes again,
/// repeats what was not answered, confirms what it gets, and drops ids that are among the last 100.
final class ChattingClient implements Runnable {

  private static final int REMEMBERED = 100;

  private final String name;
  private final String token;
  private final String group;
  private final Supplier<String> url;
  private final Set<Long> remembered = new LinkedHashSet<>();
  private final List<Long> seen = new ArrayList<>();
  private final List<Long> sent = new ArrayList<>();
  private long localId;
  private boolean waiting;
  private volatile boolean sending = true;
  private volatile boolean ended;

  /// @param url of the server as it is now
  ChattingClient(String name, String token, String group, Supplier<String> url) {
    this.name = name;
    this.token = token;
    this.group = group;
    this.url = url;
  }

  String name() {
    return name;
  }

  /// Sends nothing more, but goes on to listen.
  void stopSending() {
    sending = false;
  }

  void end() {
    ended = true;
  }

  /// The ids of the messages that others have sent, as they came.
  synchronized List<Long> seen() {
    return List.copyOf(seen);
  }

  /// The ids of the messages that were acknowledged.
  synchronized List<Long> sent() {
    return List.copyOf(sent);
  }

  synchronized boolean isWaiting() {
    return waiting;
  }

  @Override
  public void run() {
    while (!ended) {
      try (MSyncClient client = MSyncClient.connect(url.get())) {
        var _ = client.logIn(name, "r", token);
        client.unread();
        chat(client);
      } catch (CompletionException | AssertionError | IllegalStateException e) {
        pause();
      }
    }
  }

  /// A moment before the next try, as SDKs wait.
  private static void pause() {
    try {
      Thread.sleep(100);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void chat(MSyncClient client) {
    if (isWaiting()) {
      client.text(localId, group, name + " " + localId);
    }
    while (!ended && client.isOpen()) {
      if (sending && !isWaiting()) {
        next();
        client.text(localId, group, name + " " + localId);
      }
      MSync frame = client.poll(Duration.ofMillis(100));
      if (frame != null) {
        take(client, frame);
      }
    }
  }

  private synchronized void next() {
    localId++;
    waiting = true;
  }

  private void take(MSyncClient client, MSync frame) {
    if (frame.getCommand() == Command.UNREAD) {
      MSyncClient.parse(frame, CommUnreadDL.parser())
          .getUnreadList()
          .forEach(unread -> client.pull(unread.getQueue(), 0));
      return;
    }
    CommSyncDL sync = MSyncClient.parse(frame, CommSyncDL.parser());
    if (sync.getMetaId() != 0) {
      acknowledged(sync);
      return;
    }
    sync.getMetasList().forEach(this::see);
    if (sync.getMetasCount() > 0 && !sync.getIsLast()) {
      client.pull(sync.getQueue(), sync.getNextKey());
    }
  }

  private synchronized void acknowledged(CommSyncDL sync) {
    if (sync.getStatus().getErrorCode() != 0) {
      throw new IllegalStateException(sync.getStatus().getReason());
    }
    sent.add(sync.getServerId());
    waiting = false;
  }

  private synchronized void see(Meta meta) {
    if (!remembered.add(meta.getId())) {
      return;
    }
    if (remembered.size() > REMEMBERED) {
      @Nullable Long oldest = remembered.iterator().next();
      remembered.remove(oldest);
    }
    if (meta.getNs() == NameSpace.CHAT) {
      seen.add(meta.getId());
    }
  }
}
