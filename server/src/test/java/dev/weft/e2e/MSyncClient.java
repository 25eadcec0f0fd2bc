package dev.weft.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.MessageLite;
import com.google.protobuf.Parser;
import dev.weft.Waits;
import dev.weft.msync.BodyType;
import dev.weft.msync.CommSyncDL;
import dev.weft.msync.CommSyncUL;
import dev.weft.msync.CommUnreadDL;
import dev.weft.msync.Command;
import dev.weft.msync.ContentType;
import dev.weft.msync.Jid;
import dev.weft.msync.MSync;
import dev.weft.msync.MessageBody;
import dev.weft.msync.Meta;
import dev.weft.msync.NameSpace;
import dev.weft.msync.Provision;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// A client of the protocol, frame by frame: it answers nothing by itself.
final class MSyncClient implements AutoCloseable {

  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private final WebSocket socket;
  private final BlockingQueue<MSync> frames;
  private final CompletableFuture<Integer> closed;

  private MSyncClient(
      WebSocket socket, BlockingQueue<MSync> frames, CompletableFuture<Integer> closed) {
    this.socket = socket;
    this.frames = frames;
    this.closed = closed;
  }

  /// @throws CompletionException if there is no server
  static MSyncClient connect(String url) {
    BlockingQueue<MSync> frames = new LinkedBlockingQueue<>();
    CompletableFuture<Integer> closed = new CompletableFuture<>();
    WebSocket socket =
        HTTP.newWebSocketBuilder()
            .connectTimeout(Duration.ofSeconds(5))
            .buildAsync(URI.create(url), new Listener(frames, closed))
            .join();
    return new MSyncClient(socket, frames, closed);
  }

  /// A device whose login the server has accepted.
  static MSyncClient loggedIn(String url, String user, String resource, String token) {
    MSyncClient client = connect(url);
    Provision answer = client.logIn(user, resource, token);
    assertThat(answer.hasStatus()).isTrue();
    assertThat(answer.getStatus().getErrorCode()).isZero();
    assertThat(answer.getResource()).isEqualTo(resource);
    return client;
  }

  /// A device `r` that has asked for what waits in each of its queues, and has read no answer yet.
  static MSyncClient asksForAll(String url, String user, String token) {
    MSyncClient client = loggedIn(url, user, "r", token);
    client.unread();
    client.awaitUnread().getUnreadList().forEach(unread -> client.pull(unread.getQueue(), 0));
    return client;
  }

  private static final class Listener implements WebSocket.Listener {
    private final BlockingQueue<MSync> frames;
    private final CompletableFuture<Integer> closed;
    private ByteString begun = ByteString.EMPTY;

    Listener(BlockingQueue<MSync> frames, CompletableFuture<Integer> closed) {
      this.frames = frames;
      this.closed = closed;
    }

    @Override
    public @Nullable CompletionStage<?> onBinary(WebSocket socket, ByteBuffer data, boolean last) {
      begun = begun.concat(ByteString.copyFrom(data));
      if (last) {
        try {
          frames.add(MSync.parseFrom(begun));
        } catch (InvalidProtocolBufferException e) {
          closed.completeExceptionally(e);
        }
        begun = ByteString.EMPTY;
      }
      socket.request(1);
      return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
      closed.complete(code);
      return null;
    }

    @Override
    public void onError(WebSocket socket, Throwable error) {
      closed.complete(-1);
    }
  }

  /// Sends bytes as they are.
  void raw(byte[] frame) {
    socket.sendBinary(ByteBuffer.wrap(frame), true).join();
  }

  void send(int command, MessageLite payload) {
    raw(
        MSync.newBuilder()
            .setCommand(command)
            .setPayload(payload.toByteString())
            .build()
            .toByteArray());
  }

  /// Logs in, and answers what the server says to it.
  Provision logIn(String user, String resource, String token) {
    Jid guid =
        Jid.newBuilder()
            .setAppKey(RunningServer.APP.toString())
            .setName(user)
            .setDomain("easemob.com")
            .setClientResource(resource)
            .build();
    raw(
        MSync.newBuilder()
            .setGuid(guid)
            .setAuth("$t$" + token)
            .setCommand(Command.PROVISION)
            .setPayload(
                Provision.newBuilder()
                    .setOsType(16)
                    .setVersion("1.4.0")
                    .setResource(resource)
                    .build()
                    .toByteString())
            .build()
            .toByteArray());
    return parse(next(Command.PROVISION), Provision.parser());
  }

  /// Sends a text to a group.
  void text(long localId, String group, String text) {
    toGroup(
        localId,
        group,
        MessageBody.newBuilder()
            .setType(BodyType.GROUPCHAT)
            .addContents(MessageBody.Content.newBuilder().setType(ContentType.TEXT).setText(text))
            .build());
  }

  void recall(long localId, String group, long message) {
    toGroup(
        localId,
        group,
        MessageBody.newBuilder().setType(BodyType.RECALL).setAckMessageId(message).build());
  }

  private void toGroup(long localId, String group, MessageBody body) {
    Jid to =
        Jid.newBuilder()
            .setAppKey(RunningServer.APP.toString())
            .setName(group)
            .setDomain("conference.easemob.com")
            .build();
    send(
        Command.SYNC,
        CommSyncUL.newBuilder()
            .setMeta(
                Meta.newBuilder()
                    .setId(localId)
                    .setTo(to)
                    .setNs(NameSpace.CHAT)
                    .setPayload(body.toByteString()))
            .build());
  }

  void unread() {
    raw(MSync.newBuilder().setCommand(Command.UNREAD).build().toByteArray());
  }

  CommUnreadDL awaitUnread() {
    return parse(next(Command.UNREAD), CommUnreadDL.parser());
  }

  /// Asks for what a queue holds; confirms everything up to `key` if it is not 0.
  void pull(Jid queue, long key) {
    CommSyncUL.Builder sync = CommSyncUL.newBuilder().setQueue(queue);
    if (key != 0) {
      sync.setKey(key);
    }
    send(Command.SYNC, sync.build());
  }

  /// Fetches what is waiting, as an SDK does after its login, and answers it.
  List<Meta> catchUp() {
    List<Meta> got = new ArrayList<>();
    unread();
    awaitUnread().getUnreadList().forEach(unread -> pull(unread.getQueue(), 0));
    unread();
    boolean level = false;
    while (!level) {
      MSync frame = Objects.requireNonNull(poll(Waits.PATIENCE), "no frame");
      if (frame.getCommand() == Command.SYNC) {
        CommSyncDL batch = parse(frame, CommSyncDL.parser());
        got.addAll(batch.getMetasList());
        if (!batch.getIsLast()) {
          pull(batch.getQueue(), batch.getNextKey());
          unread();
        }
      } else {
        level = parse(frame, CommUnreadDL.parser()).getUnreadCount() == 0 && isQuiet();
      }
    }
    return got;
  }

  /// The next frame of this command; others before it are dropped.
  MSync next(int command) {
    long end = System.nanoTime() + Waits.PATIENCE.toNanos();
    while (true) {
      MSync frame = poll(Duration.ofNanos(end - System.nanoTime()));
      if (frame == null) {
        throw Waits.failed("no frame of command " + command + " came; closed " + closed);
      }
      if (frame.getCommand() == command) {
        return frame;
      }
    }
  }

  CommSyncDL nextSync() {
    return parse(next(Command.SYNC), CommSyncDL.parser());
  }

  /// The next frame; null if there is none in this time.
  @Nullable MSync poll(Duration time) {
    try {
      return frames.poll(Math.max(0, time.toMillis()), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /// The code with which the server closes, or has closed; -1 if it just went away.
  int awaitClose() {
    return closed.orTimeout(Waits.PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
  }

  boolean isOpen() {
    return !closed.isDone();
  }

  /// Whether no frame waits to be looked at.
  boolean isQuiet() {
    return frames.isEmpty();
  }

  static <T extends MessageLite> T parse(MSync frame, Parser<T> parser) {
    try {
      return parser.parseFrom(frame.getPayload());
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    socket.abort();
  }
}
