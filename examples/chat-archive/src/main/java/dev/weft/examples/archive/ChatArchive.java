package dev.weft.examples.archive;

import com.sun.net.httpserver.HttpServer;
import dev.weft.receiver.CallbackReceiver;
import dev.weft.receiver.endpoint.CallbackEndpoint;
import dev.weft.receiver.httpserver.CallbackHttpHandler;
import dev.weft.receiver.jdbc.JdbcOnceHandler;
import dev.weft.receiver.jdbc.JdbcSequences;
import dev.weft.receiver.jdbc.JdbcTables;
import dev.weft.receiver.once.Gap;
import dev.weft.receiver.once.GapDetector;
import dev.weft.receiver.once.OnceHandler;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.sql.DataSource;

/// The app server: every long-lived object is made here.
///
///     ChatArchive <port> <database file>        with the rule's secret in WEFT_SECRET
public final class ChatArchive implements AutoCloseable {

  /// As many callbacks as are handled at a time; the database takes one after the other anyway.
  private static final int REQUEST_THREADS = 16;

  private final HttpServer server;
  private final ExecutorService requests = Executors.newFixedThreadPool(REQUEST_THREADS);

  public ChatArchive(int port, Path file, String secret) throws IOException, SQLException {
    DataSource database = ArchiveDatabase.open(file);
    JdbcTables.create(database);
    OnceHandler once = new JdbcOnceHandler(database, new ThreadMirror()::mirror);
    OnceHandler watched = new GapDetector(new JdbcSequences(database), ChatArchive::report, once);
    CallbackReceiver receiver = CallbackReceiver.builder().secret(secret).build();

    server = HttpServer.create(new InetSocketAddress(port), 0);
    server.createContext(
        "/callbacks", new CallbackHttpHandler(new CallbackEndpoint(receiver, watched)));
    server.setExecutor(requests);
    server.start();
  }

  /// The place to fetch the missing messages from the server's history.
  private static void report(Gap gap) {
    System.err.println("missing " + gap);
  }

  int port() {
    return server.getAddress().getPort();
  }

  /// Gives requests that are being handled a second to end.
  @Override
  public void close() {
    server.stop(1);
    requests.shutdown();
  }

  public static void main(String[] args) throws IOException, SQLException {
    ChatArchive archive =
        new ChatArchive(Integer.parseInt(args[0]), Path.of(args[1]), System.getenv("WEFT_SECRET"));
    System.out.println("listening on " + archive.port());
    Runtime.getRuntime().addShutdownHook(new Thread(archive::close));
  }
}
