package dev.weft.bench.clients;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.MessageLite;
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
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketClientProtocolHandler.ClientHandshakeStateEvent;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// One client of the vendor's protocol on a channel of Netty: it logs in, pulls and confirms what it
/// gets, and tells of messages.
final class BenchClient extends SimpleChannelInboundHandler<BinaryWebSocketFrame> {

  private static final byte[] UNREAD =
      MSync.newBuilder().setCommand(Command.UNREAD).build().toByteArray();

  /// Hears of a client's messages. Called on threads of Netty.
  interface Listener {

    /// A message has come.
    void received(BenchClient client, Meta meta);

    /// A message of the client's own was acknowledged.
    void acknowledged(BenchClient client, long localId);
  }

  /// For clients that only stay.
  static final Listener NOBODY =
      new Listener() {
        @Override
        public void received(BenchClient client, Meta meta) {}

        @Override
        public void acknowledged(BenchClient client, long localId) {}
      };

  private final String user;
  private final String token;
  private final Listener listener;
  private final CompletableFuture<Void> in = new CompletableFuture<>();
  private volatile @Nullable Channel channel;

  BenchClient(String user, String token, Listener listener) {
    this.user = user;
    this.token = token;
    this.listener = listener;
  }

  String user() {
    return user;
  }

  /// Done when the client is logged in; failed if it was refused or cut off.
  CompletableFuture<Void> in() {
    return in;
  }

  boolean isOpen() {
    Channel open = channel;
    return open != null && open.isActive() && in.isDone() && !in.isCompletedExceptionally();
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) throws Exception {
    if (event == ClientHandshakeStateEvent.HANDSHAKE_COMPLETE) {
      channel = context.channel();
      logIn();
    }
    super.userEventTriggered(context, event);
  }

  private void logIn() {
    Jid guid =
        Jid.newBuilder()
            .setAppKey(ClientServer.APP_KEY)
            .setName(user)
            .setDomain("easemob.com")
            .setClientResource("webim_bench")
            .build();
    write(
        MSync.newBuilder()
            .setGuid(guid)
            .setAuth("$t$" + token)
            .setCommand(Command.PROVISION)
            .setPayload(
                Provision.newBuilder()
                    .setOsType(16)
                    .setVersion("1.4.0")
                    .setResource("webim_bench")
                    .build()
                    .toByteString())
            .build()
            .toByteArray());
  }

  /// What an SDK sends once a minute when nothing else happens.
  void heartbeat() {
    write(UNREAD);
  }

  /// Sends a text to a group.
  void text(long localId, String group, String text) {
    MessageBody body =
        MessageBody.newBuilder()
            .setType(BodyType.GROUPCHAT)
            .addContents(
                MessageBody.Content.newBuilder().setType(ContentType.TEXT).setText(text))
            .build();
    Jid to =
        Jid.newBuilder()
            .setAppKey(ClientServer.APP_KEY)
            .setName(group)
            .setDomain("conference.easemob.com")
            .build();
    sync(
        CommSyncUL.newBuilder()
            .setMeta(
                Meta.newBuilder()
                    .setId(localId)
                    .setTo(to)
                    .setNs(NameSpace.CHAT)
                    .setPayload(body.toByteString()))
            .build());
  }

  private void sync(MessageLite payload) {
    write(
        MSync.newBuilder()
            .setCommand(Command.SYNC)
            .setPayload(payload.toByteString())
            .build()
            .toByteArray());
  }

  private void write(byte[] frame) {
    Channel open = channel;
    if (open != null) {
      ByteBuf bytes = Unpooled.wrappedBuffer(frame);
      var _ = open.writeAndFlush(new BinaryWebSocketFrame(bytes));
    }
  }

  @Override
  protected void channelRead0(ChannelHandlerContext context, BinaryWebSocketFrame frame)
      throws InvalidProtocolBufferException {
    MSync sync = MSync.parseFrom(ByteBufUtil.getBytes(frame.content()));
    ByteString payload = sync.getPayload();
    switch (sync.getCommand()) {
      case Command.PROVISION -> loggedIn(Provision.parseFrom(payload));
      case Command.UNREAD ->
          CommUnreadDL.parseFrom(payload)
              .getUnreadList()
              .forEach(
                  unread ->
                      sync(CommSyncUL.newBuilder().setQueue(unread.getQueue()).build()));
      case Command.SYNC -> take(CommSyncDL.parseFrom(payload));
      default -> {}
    }
  }

  private void loggedIn(Provision answer) {
    if (answer.getStatus().getErrorCode() == 0) {
      in.complete(null);
      heartbeat();
    } else {
      in.completeExceptionally(new IllegalStateException(answer.getStatus().getReason()));
    }
  }

  private void take(CommSyncDL sync) {
    if (sync.getMetaId() != 0) {
      listener.acknowledged(this, sync.getMetaId());
      return;
    }
    for (Meta meta : sync.getMetasList()) {
      if (meta.getNs() == NameSpace.CHAT) {
        listener.received(this, meta);
      }
    }
    if (sync.getMetasCount() > 0 && !sync.getIsLast()) {
      sync(
          CommSyncUL.newBuilder()
              .setQueue(sync.getQueue())
              .setKey(sync.getNextKey())
              .build());
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) throws Exception {
    in.completeExceptionally(new IllegalStateException("the connection ended"));
    super.channelInactive(context);
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    in.completeExceptionally(cause);
    context.close();
  }

  void close() {
    Channel open = channel;
    if (open != null) {
      open.close();
    }
  }
}
