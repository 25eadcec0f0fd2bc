package dev.weft.bench.device;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import dev.weft.msync.CommUnreadDL;
import dev.weft.msync.Command;
import dev.weft.msync.MSync;
import dev.weft.msync.Provision;
import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketClientHandshakerFactory;
import io.netty.handler.codec.http.websocketx.WebSocketClientProtocolHandler;
import io.netty.handler.codec.http.websocketx.WebSocketClientProtocolHandler.ClientHandshakeStateEvent;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketVersion;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/// A device: connects, logs in, confirms whatever comes. All on one event loop.
@SuppressWarnings("FutureReturnValueIgnored") // What fails closes its channel.
public final class DeviceLink extends SimpleChannelInboundHandler<WebSocketFrame> {

  private static final int MAX_HANDSHAKE = 8_192;
  private static final int MAX_FRAME = 1 << 20;

  private final String app;
  private final String user;
  private final String token;
  private final Heard heard;
  private @Nullable Channel channel;
  private boolean loggedIn;
  private boolean wasIn;
  private boolean over;

  /// Is told of what becomes of a device.
  public interface Heard {

    /// The device is logged in.
    void in(DeviceLink device);

    /// The connection is over, or the login was refused.
    void out(DeviceLink device);

    /// Something has come for the device, or the answer to what it has sent.
    void came(DeviceLink device, SyncFrame sync);
  }

  /// @param app `ORG#APP`
  public DeviceLink(String app, String user, String token, Heard heard) {
    super(WebSocketFrame.class);
    this.app = app;
    this.user = user;
    this.token = token;
    this.heard = heard;
  }

  /// Connects to a port of the loopback.
  ///
  /// @param from the address to connect from: each has its own ports
  public void connect(EventLoop loop, int port, InetAddress from) {
    URI uri = URI.create("ws://127.0.0.1:" + port + "/ws");
    new Bootstrap()
        .group(loop)
        .channel(NioSocketChannel.class)
        .option(ChannelOption.TCP_NODELAY, true)
        .handler(
            new ChannelInitializer<Channel>() {
              @Override
              protected void initChannel(Channel made) {
                made.pipeline()
                    .addLast(new HttpClientCodec())
                    .addLast(new HttpObjectAggregator(MAX_HANDSHAKE))
                    .addLast(
                        new WebSocketClientProtocolHandler(
                            WebSocketClientHandshakerFactory.newHandshaker(
                                uri,
                                WebSocketVersion.V13,
                                null,
                                false,
                                new DefaultHttpHeaders(),
                                MAX_FRAME)))
                    .addLast(DeviceLink.this);
              }
            })
        .connect(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), port),
            new InetSocketAddress(from, 0))
        .addListener(
            (ChannelFuture future) -> {
              if (future.isSuccess()) {
                channel = future.channel();
              } else {
                end();
              }
            });
  }

  /// The name of its user.
  public String user() {
    return user;
  }

  /// Sends a frame; does nothing if the connection is over.
  public void send(byte[] frame) {
    Channel open = channel;
    if (open != null && open.isActive()) {
      ByteBuf bytes = Unpooled.wrappedBuffer(frame);
      open.writeAndFlush(new BinaryWebSocketFrame(bytes), open.voidPromise());
    }
  }

  /// Whether it was ever logged in.
  public boolean wasIn() {
    return wasIn;
  }

  boolean isLoggedIn() {
    return loggedIn;
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) {
    if (event == ClientHandshakeStateEvent.HANDSHAKE_COMPLETE) {
      channel = context.channel();
      send(Frames.login(app, user, token));
    }
  }

  @Override
  protected void channelRead0(ChannelHandlerContext context, WebSocketFrame frame)
      throws IOException {
    if (!(frame instanceof BinaryWebSocketFrame)) {
      return;
    }
    CodedInputStream in = CodedInputStream.newInstance(frame.content().nioBuffer());
    int command = 0;
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      switch (WireFormat.getTagFieldNumber(tag)) {
        case MSync.COMMAND_FIELD_NUMBER -> command = in.readInt32();
        case MSync.PAYLOAD_FIELD_NUMBER -> {
          int limit = in.pushLimit(in.readRawVarint32());
          received(context, command, in);
          in.popLimit(limit);
        }
        default -> in.skipField(tag);
      }
    }
  }

  /// The command comes before its payload.
  private void received(ChannelHandlerContext context, int command, CodedInputStream in)
      throws IOException {
    switch (command) {
      case Command.PROVISION -> {
        if (Provision.parseFrom(in).getStatus().getErrorCode() == 0) {
          loggedIn = true;
          wasIn = true;
          heard.in(this);
          send(Frames.unread());
        } else {
          context.close();
        }
      }
      case Command.UNREAD ->
          CommUnreadDL.parseFrom(in)
              .getUnreadList()
              .forEach(unread -> send(Frames.pull(unread.getQueue())));
      case Command.SYNC -> {
        SyncFrame came = SyncFrame.read(in);
        if (came.nextKey() != 0) {
          // They leave together with those of other frames that have come with this one.
          context.write(
              new BinaryWebSocketFrame(
                  Unpooled.wrappedBuffer(Frames.confirmation(came.queue(), came.nextKey()))),
              context.voidPromise());
        }
        heard.came(this, came);
      }
      default -> in.skipRawBytes(in.getBytesUntilLimit());
    }
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext context) {
    context.flush();
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    end();
  }

  private void end() {
    if (!over) {
      over = true;
      loggedIn = false;
      heard.out(this);
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    context.close();
  }
}
