package dev.weft.gateway;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.weft.msync.CommSyncUL;
import dev.weft.msync.Command;
import dev.weft.msync.MSync;
import dev.weft.msync.Provision;
import dev.weft.tx.WorkOwner;
import dev.weft.web.http.websocket.WebSocketConnection;
import dev.weft.web.http.websocket.WebSocketListener;
import dev.weft.web.http.websocket.WebSocketWork;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One client of the vendor's protocol: it logs in, then asks and sends. What it sends and nobody
/// understands ends the connection; what a newer client may send is passed over.
final class MSyncListener implements WebSocketListener {

  private static final Logger log = LoggerFactory.getLogger(MSyncListener.class);

  private final Gateway gateway;
  private final WebSocketConnection connection;
  private final Uplink uplink;
  private volatile long lastFrameNanos = System.nanoTime();
  private volatile @Nullable DeviceSession session;

  MSyncListener(Gateway gateway, WebSocketConnection connection, Uplink uplink) {
    this.gateway = gateway;
    this.connection = connection;
    this.uplink = uplink;
  }

  /// When the last frame of the client came, on [System#nanoTime].
  long lastFrameNanos() {
    return lastFrameNanos;
  }

  WebSocketConnection connection() {
    return connection;
  }

  @Nullable DeviceSession session() {
    return session;
  }

  /// What a device sends waits for the commit. What it asks for and confirms does not wait behind
  /// that: else what others send would wait for a device that sends.
  @Override
  public WebSocketWork read(byte[] message) {
    lastFrameNanos = System.nanoTime();
    try {
      MSync frame = MSync.parseFrom(message);
      DeviceSession device = session;
      return device == null ? WebSocketWork.atOnce(() -> begin(frame)) : work(device, frame);
    } catch (InvalidProtocolBufferException e) {
      return WebSocketWork.atOnce(() -> notUnderstood(e));
    }
  }

  private void begin(MSync frame) {
    if (frame.getCommand() != Command.PROVISION) {
      connection.close(WebSocketConnection.POLICY, "log in first");
      return;
    }
    try {
      session = gateway.login(connection, frame, Provision.parseFrom(frame.getPayload()));
    } catch (InvalidProtocolBufferException e) {
      notUnderstood(e);
    }
  }

  private void notUnderstood(InvalidProtocolBufferException e) {
    log.debug("frame not understood peer={} reason=\"{}\"", connection.peer(), e.getMessage());
    connection.close(WebSocketConnection.UNSUPPORTED, "this is no frame of the protocol");
  }

  private WebSocketWork work(DeviceSession device, MSync frame)
      throws InvalidProtocolBufferException {
    return switch (frame.getCommand()) {
      case Command.SYNC -> {
        CommSyncUL sync = CommSyncUL.parseFrom(frame.getPayload());
        yield new WebSocketWork(sync.hasMeta(), owned(device, () -> sync(device, sync)));
      }
      case Command.UNREAD -> WebSocketWork.atOnce(owned(device, () -> gateway.heartbeat(device)));
      case Command.LOGOUT -> WebSocketWork.mayWait(owned(device, () -> logout(device)));
      default -> {
        log.debug("frame passed over command={}", frame.getCommand());
        yield WebSocketWork.atOnce(() -> {});
      }
    };
  }

  private static Runnable owned(DeviceSession device, Runnable task) {
    return () -> WorkOwner.run(device.app().id(), task);
  }

  private void logout(DeviceSession device) {
    gateway.logout(device);
    connection.close(WebSocketConnection.NORMAL, "");
  }

  private void sync(DeviceSession device, CommSyncUL sync) {
    if (sync.hasMeta()) {
      byte[] answer = uplink.handle(device, sync.getMeta());
      if (answer != null) {
        connection.send(answer);
      }
    } else if (sync.hasQueue()) {
      device.pull(sync.getQueue(), sync.getKey());
    }
  }

  @Override
  public void closed() {
    DeviceSession device = session;
    if (device != null) {
      WorkOwner.run(device.app().id(), () -> gateway.left(device));
    }
    gateway.closed(this);
  }
}
