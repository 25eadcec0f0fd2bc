package dev.weft.delivery.engine;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import javax.net.ServerSocketFactory;

/// An app server on a real socket that answers by a script, byte by byte if it wants to.
public final class AppServer implements AutoCloseable {

  /// A callback as it came over the wire.
  public record Received(Map<String, String> headers, String body) {
    public String header(String name) {
      return headers.getOrDefault(name.toLowerCase(Locale.ROOT), "");
    }
  }

  /// Writes the answer to a callback, or does something worse.
  public interface Script {
    void answer(Received callback, OutputStream out) throws IOException, InterruptedException;
  }

  public final List<Received> received = new CopyOnWriteArrayList<>();
  final AtomicInteger connections = new AtomicInteger();
  private final Script script;
  private final Consumer<Received> keep;
  private final RawServer server;

  public AppServer(Script script) {
    this(script, true);
  }

  /// @param keeping false for those that receive more than fits into memory
  public AppServer(Script script, boolean keeping) {
    this(ServerSocketFactory.getDefault(), script, keeping);
  }

  /// @param sockets TLS or not
  public AppServer(ServerSocketFactory sockets, Script script) {
    this(sockets, script, true);
  }

  private AppServer(ServerSocketFactory sockets, Script script, boolean keeping) {
    this.script = script;
    this.keep = keeping ? received::add : _ -> {};
    this.server = new RawServer(sockets, this::serve);
  }

  /// One that takes everything.
  public static AppServer willing() {
    return new AppServer((_, out) -> respond(out, 200, ""));
  }

  public static void respond(OutputStream out, int status, String body, String... headers)
      throws IOException {
    StringBuilder head = new StringBuilder("HTTP/1.1 " + status + " Status\r\n");
    for (String header : headers) {
      head.append(header).append("\r\n");
    }
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    head.append("Content-Length: ").append(bytes.length).append("\r\n\r\n");
    out.write(head.toString().getBytes(StandardCharsets.ISO_8859_1));
    out.write(bytes);
    out.flush();
  }

  public URI url() {
    return server.url();
  }

  public List<String> bodies() {
    return received.stream().map(Received::body).toList();
  }

  private void serve(Socket socket) throws IOException {
    connections.incrementAndGet();
    try {
      InputStream in = new BufferedInputStream(socket.getInputStream());
      OutputStream out = socket.getOutputStream();
      while (true) {
        List<String> head = head(in);
        if (head.isEmpty()) {
          return;
        }
        Map<String, String> headers = new TreeMap<>();
        for (String line : head.subList(1, head.size())) {
          int colon = line.indexOf(':');
          headers.put(
              line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).strip());
        }
        int length = Integer.parseInt(headers.getOrDefault("content-length", "0"));
        String body = new String(in.readNBytes(length), StandardCharsets.UTF_8);
        Received callback = new Received(headers, body);
        keep.accept(callback);
        script.answer(callback, out);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static List<String> head(InputStream in) throws IOException {
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder();
    int c;
    while ((c = in.read()) >= 0) {
      if (c != '\n') {
        line.append((char) c);
        continue;
      }
      String text = line.toString().strip();
      if (text.isEmpty()) {
        return lines;
      }
      lines.add(text);
      line.setLength(0);
    }
    return List.of();
  }

  @Override
  public void close() {
    server.close();
  }
}
