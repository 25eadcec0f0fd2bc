package dev.weft.gateway;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.weft.msync.CommSyncUL;
import dev.weft.msync.Command;
import dev.weft.msync.MSync;
import dev.weft.msync.Provision;
import dev.weft.web.http.websocket.WebSocketConnection;
import dev.weft.web.http.websocket.WebSocketListener;
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
  private volatile long heardNanos = System.nanoTime();
  private volatile @Nullable DeviceSession session;

  MSyncListener(Gateway gateway, WebSocketConnection connection, Uplink uplink) {
    this.gateway = gateway;
    this.connection = connection;
    this.uplink = uplink;
  }

  /// When the last frame of the client came, on [System#nanoTime].
  long heardNanos() {
    return heardNanos;
  }

  WebSocketConnection connection() {
    return connection;
  }

  @Nullable DeviceSession session() {
    return session;
  }

  @Override
  public void message(byte[] message) {
    heardNanos = System.nanoTime();
    try {
      handle(MSync.parseFrom(message));
    } catch (InvalidProtocolBufferException e) {
      log.debug("frame not understood peer={} reason=\"{}\"", connection.peer(), e.getMessage());
      connection.close(WebSocketConnection.UNSUPPORTED, "this is no frame of the protocol");
    }
  }

  private void handle(MSync frame) throws InvalidProtocolBufferException {
    DeviceSession device = session;
    if (frame.getCommand() == Command.PROVISION) {
      Provision provision = Provision.parseFrom(frame.getPayload());
      if (device == null) {
        session = gateway.login(connection, frame, provision);
      }
      return;
    }
    if (device == null) {
      connection.close(WebSocketConnection.POLICY, "log in first");
      return;
    }
    switch (frame.getCommand()) {
      case Command.SYNC -> sync(device, CommSyncUL.parseFrom(frame.getPayload()));
      case Command.UNREAD -> gateway.heartbeat(device);
      case Command.LOGOUT -> {
        gateway.logout(device);
        connection.close(WebSocketConnection.NORMAL, "");
      }
      default -> log.debug("frame passed over command={}", frame.getCommand());
    }
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
      gateway.left(device);
    }
    gateway.closed(this);
  }
}
