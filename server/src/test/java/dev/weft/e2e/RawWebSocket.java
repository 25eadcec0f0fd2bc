package dev.weft.e2e;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/// A WebSocket on a bare socket: it sends, and reads only what it is told to.
final class RawWebSocket implements AutoCloseable {

  private static final int SMALL_BUFFER = 4_096;

  private final Socket socket;
  private final OutputStream out;

  private RawWebSocket(Socket socket) throws IOException {
    this.socket = socket;
    this.out = socket.getOutputStream();
  }

  static RawWebSocket connect(String url) throws IOException {
    Socket socket = new Socket();
    socket.setReceiveBufferSize(SMALL_BUFFER);
    socket.connect(
        new java.net.InetSocketAddress(
            InetAddress.getLoopbackAddress(), URI.create(url).getPort()));
    RawWebSocket made = new RawWebSocket(socket);
    made.out.write(
        """
        GET /ws HTTP/1.1\r
        Host: localhost\r
        Upgrade: websocket\r
        Connection: Upgrade\r
        Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r
        Sec-WebSocket-Version: 13\r
        \r
        """
            .getBytes(StandardCharsets.US_ASCII));
    made.skipHead();
    return made;
  }

  private void skipHead() throws IOException {
    InputStream in = socket.getInputStream();
    int ends = 0;
    while (ends < 4) {
      int next = in.read();
      if (next < 0) {
        throw new IOException("no answer to the handshake");
      }
      ends = next == '\r' || next == '\n' ? ends + 1 : 0;
    }
  }

  /// Sends a binary message, masked as clients must, with a mask of zeros.
  void send(byte[] message) throws IOException {
    ByteBuffer frame = ByteBuffer.allocate(message.length + 14);
    frame.put((byte) 0x82);
    if (message.length < 126) {
      frame.put((byte) (0x80 | message.length));
    } else {
      frame.put((byte) (0x80 | 126)).putShort((short) message.length);
    }
    frame.putInt(0).put(message);
    out.write(frame.array(), 0, frame.position());
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
