package dev.weft.receiver.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/// Answers every request with the bytes it was given.
final class ScriptedServer implements AutoCloseable {

  /// What to do after the head of a request has come; true keeps the connection.
  interface Answer {
    boolean to(OutputStream out) throws IOException, InterruptedException;
  }

  private final ServerSocket listener;
  private final Answer answer;
  private final List<Socket> sockets = new CopyOnWriteArrayList<>();
  private final BlockingQueue<String> requests = new LinkedBlockingQueue<>();
  private final AtomicInteger accepted = new AtomicInteger();

  private ScriptedServer(ServerSocket listener, Answer answer) {
    this.listener = listener;
    this.answer = answer;
  }

  static ScriptedServer on(InetAddress address, String script) throws IOException {
    return on(
        address,
        out -> {
          out.write(script.getBytes(ISO_8859_1));
          out.flush();
          return true;
        });
  }

  static ScriptedServer on(InetAddress address, Answer answer) throws IOException {
    ScriptedServer server = new ScriptedServer(new ServerSocket(0, 50, address), answer);
    Thread thread = new Thread(server::accept);
    thread.setDaemon(true);
    thread.start();
    return server;
  }

  /// Answers and closes the connection.
  static Answer closing(String script) {
    return out -> {
      out.write(script.getBytes(ISO_8859_1));
      out.flush();
      return false;
    };
  }

  static Answer silent() {
    return out -> true;
  }

  /// A byte of a header every 50 ms, for twenty seconds.
  static Answer dripping() {
    return out -> {
      out.write("HTTP/1.1 200 OK\r\nX: ".getBytes(ISO_8859_1));
      for (int i = 0; i < 400; i++) {
        out.write('y');
        out.flush();
        TimeUnit.MILLISECONDS.sleep(50);
      }
      return false;
    };
  }

  /// Connections that nobody accepts, until no more fit.
  static List<Socket> fill(ServerSocket silent) throws IOException {
    List<Socket> fillers = new ArrayList<>();
    while (fillers.size() < 200) {
      Socket socket = new Socket();
      try {
        socket.connect(new InetSocketAddress(silent.getInetAddress(), silent.getLocalPort()), 200);
        fillers.add(socket);
      } catch (SocketTimeoutException e) {
        socket.close();
        return fillers;
      }
    }
    throw new IllegalStateException("the backlog has no end");
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket socket = listener.accept();
        accepted.incrementAndGet();
        sockets.add(socket);
        Thread thread = new Thread(() -> serve(socket));
        thread.setDaemon(true);
        thread.start();
      } catch (IOException e) {
        return;
      }
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      BufferedReader in =
          new BufferedReader(new InputStreamReader(socket.getInputStream(), ISO_8859_1));
      boolean kept = true;
      while (kept) {
        StringBuilder head = new StringBuilder();
        for (String line = in.readLine(); line != null; line = in.readLine()) {
          head.append(line).append("\r\n");
          if (line.isEmpty()) {
            break;
          }
        }
        if (head.isEmpty()) {
          return;
        }
        requests.add(head.toString());
        kept = answer.to(socket.getOutputStream());
      }
    } catch (IOException e) {
      // The caller has gone.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  int port() {
    return listener.getLocalPort();
  }

  int connections() {
    return accepted.get();
  }

  /// The head of the next request.
  String request() throws InterruptedException {
    String request = requests.poll(60, TimeUnit.SECONDS);
    if (request == null) {
      throw new AssertionError("no request came within 10 s");
    }
    return request;
  }

  void closeConnections() throws IOException {
    for (Socket socket : sockets) {
      socket.close();
    }
  }

  @Override
  public void close() throws IOException {
    listener.close();
    closeConnections();
  }
}
