package dev.weft.cli.demo;

import dev.weft.app.Credentials;
import dev.weft.cli.base.CommandFailedException;
import dev.weft.cli.base.ServerApi;
import dev.weft.receiver.ThreadChange;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// What happens in the demo: two users, a group, a thread, and a message that is sent, modified and
/// recalled, all of it over the REST API.
final class DemoPlay {

  /// A callback takes milliseconds; a machine that needs so long has another problem.
  private static final Duration NODE_TIMEOUT = Duration.ofSeconds(30);

  private static final String RULE = "demo";

  private static final List<String> EVERYTHING =
      List.of("thread", "thread_lifecycle", "message", "recall", "edit", "group", "reaction");

  private final URI server;
  private final DemoAppServer appServer;
  private final Credentials credentials;
  private final DemoScreen screen;
  private final DemoFolder folder;
  private String thread = "";

  DemoPlay(
      URI server,
      DemoAppServer appServer,
      Credentials credentials,
      DemoScreen screen,
      DemoFolder folder) {
    this.server = server;
    this.appServer = appServer;
    this.credentials = credentials;
    this.screen = screen;
    this.folder = folder;
  }

  /// Plays it all.
  ///
  /// @throws CommandFailedException if a callback does not come, or does not verify
  void run() {
    screen.field("server", server);
    screen.field("app server", appServer.url());
    screen.field("data", folder.path());
    try (ServerApi api = ServerApi.withCredentials(server, DemoCommand.APP, credentials)) {
      register(api, List.of("thread"));
      screen.title("The scene, over the REST API");
      thread = makeThread(api);
      screen.title("Three changes in the thread (>), and their callbacks at the app server (<)");
      DemoCallback first = change(api);
      screen.title("The first of these callbacks in full");
      screen.body(first.body());
      screen.title("All three callbacks arrived, in order, and both signatures hold.");
    }
  }

  /// Makes the scene for the chat windows: users, a group, and a thread in which one has spoken.
  ///
  /// @param clients the WebSocket
  /// @return what the pages need to log the users in, as JSON
  byte[] runForWindows(URI clients) {
    try (ServerApi api = ServerApi.withCredentials(server, DemoCommand.APP, credentials)) {
      register(api, EVERYTHING);
      thread = makeThread(api);
      String _ = send(api, "bob", thread, "Noodles?");
      return new DemoUsers(server, clients, api).session();
    }
  }

  private void register(ServerApi api, List<String> events) {
    try {
      api.delete("/callbacks/rules/" + RULE);
    } catch (ServerApi.RefusedException e) {
      // There is none in a fresh folder; one that was used before has the last demo's.
    }
    JsonNode rule =
        api.post(
                "/callbacks/rules",
                Map.of("name", RULE, "url", appServer.url().toString(), "events", events))
            .path("data");
    appServer.accept(rule.path("signing_secret").asString(""), rule.path("secret").asString(""));
  }

  private String makeThread(ServerApi api) {
    registerUsers(api);
    String group =
        api.post(
                "/chatgroups",
                Map.of(
                    "groupname", "Office",
                    "description", "The demo's group",
                    "public", true,
                    "owner", "ann",
                    "members", List.of("bob")))
            .path("data")
            .path("groupid")
            .asString("");
    screen.call("POST", "/chatgroups", "group " + group);
    String parent = send(api, "ann", group, "Where shall we eat?");
    screen.call("POST", "/messages/chatgroups", "message " + parent);
    String made =
        api.post(
                "/thread",
                Map.of("group_id", group, "msg_id", parent, "owner", "bob", "name", "Lunch"))
            .path("data")
            .path("thread_id")
            .asString("");
    screen.call("POST", "/thread", "thread " + made);
    return made;
  }

  private void registerUsers(ServerApi api) {
    for (String user : DemoUsers.NAMES.keySet()) {
      try {
        api.post("/users", Map.of("username", user, "password", credentials.clientSecret()));
      } catch (ServerApi.RefusedException e) {
        // They are still there from the last demo in this folder, or the group will tell.
      }
    }
    screen.call("POST", "/users", "ann and bob");
  }

  private static String send(ServerApi api, String from, String to, String text) {
    return api.post(
            "/messages/chatgroups",
            Map.of("from", from, "to", List.of(to), "type", "txt", "body", Map.of("msg", text)))
        .path("data")
        .path(to)
        .asString("");
  }

  private DemoCallback change(ServerApi api) {
    screen.call("POST", "/messages/chatgroups", "bob sends \"Noodles?\"");
    String message = send(api, "bob", thread, "Noodles?");
    DemoCallback first = await(ThreadChange.SENT);

    screen.call("PUT", "/messages/rewrite/{msg_id}", "bob modifies it");
    api.put(
        "/messages/rewrite/" + message,
        Map.of("user", "bob", "new_msg", Map.of("type", "txt", "msg", "Noodles, at noon?")));
    await(ThreadChange.MODIFIED);

    screen.call("POST", "/messages/msg_recall", "bob recalls it");
    api.post(
        "/messages/msg_recall",
        Map.of(
            "msg_id",
            message,
            "to",
            thread,
            "chat_type",
            "groupchat",
            "from",
            "bob",
            "force",
            true));
    await(ThreadChange.RECALLED);
    return first;
  }

  private DemoCallback await(ThreadChange change) {
    @Nullable DemoCallback arrived;
    try {
      arrived = appServer.next(NODE_TIMEOUT);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommandFailedException("interrupted before the callback came", e);
    }
    if (arrived == null) {
      throw new CommandFailedException(
          "no callback came within " + NODE_TIMEOUT.toSeconds() + " seconds");
    }
    if (!arrived.securityHolds()) {
      throw new CommandFailedException("the MD5 signature of a callback does not hold");
    }
    if (arrived.change() != change || !arrived.callback().threadId().value().equals(thread)) {
      throw new CommandFailedException("a callback came that nothing in the demo caused");
    }
    return arrived;
  }

  void tellWhatToTry() {
    screen.title("Now you, from another terminal; what comes of it appears below");
    screen.text(
        """
        Get a token:

          DEMO=%1$s/%2$s/%3$s
          AUTH="Authorization: Bearer $(curl -s $DEMO/token -d '{
            "grant_type":"client_credentials",
            "client_id":"%4$s","client_secret":"%5$s"
          }' | sed 's/.*"access_token":"\\([^"]*\\)".*/\\1/')"

        Send into the thread:

          MSG=$(curl -s $DEMO/messages/chatgroups -H "$AUTH" -d '{
            "from":"ann","to":["%6$s"],"type":"txt",
            "body":{"msg":"Rice!"}
          }' | sed 's/.*"data":{"[0-9]*":"\\([0-9]*\\)".*/\\1/')

        Modify what you sent:

          curl -sw '\\n' -X PUT $DEMO/messages/rewrite/$MSG -H "$AUTH" -d '{
            "user":"ann","new_msg":{"type":"txt","msg":"Rice, please."}
          }'

        Recall it:

          curl -sw '\\n' $DEMO/messages/msg_recall -H "$AUTH" -d '{
            "msg_id":"'$MSG'","to":"%6$s",
            "chat_type":"groupchat","from":"ann","force":true
          }'

        See each delivery:

          ./weft deliveries '%2$s#%3$s' --data %7$s

        Ctrl-C ends the demo.

        """
            .formatted(
                server,
                DemoCommand.APP.org(),
                DemoCommand.APP.app(),
                credentials.clientId(),
                credentials.clientSecret(),
                thread,
                folder.path()));
  }
}
