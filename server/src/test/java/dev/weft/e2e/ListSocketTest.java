package dev.weft.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.MessageLite;
import com.google.protobuf.Parser;
import dev.weft.msync.ListType;
import dev.weft.msync.list.GroupListRequest;
import dev.weft.msync.list.GroupListResponse;
import dev.weft.msync.list.Header;
import dev.weft.msync.list.ListError;
import dev.weft.msync.list.RosterError;
import dev.weft.msync.list.RosterRequest;
import dev.weft.msync.list.RosterResponse;
import dev.weft.msync.list.Session;
import dev.weft.msync.list.SessionListRequest;
import dev.weft.msync.list.SessionListResponse;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The second WebSocket of SDK 5 answers with the lists of the user whose token it has.
@Timeout(180)
class ListSocketTest {

  private static final Header HEADER = Header.newBuilder().setRequestId("q1").build();

  private @TempDir Path data;
  private ClientFixture fixture;

  @BeforeEach
  void start() {
    fixture = ClientFixture.start(data);
    fixture.register("anna", "ben");
  }

  @AfterEach
  void stop() throws Exception {
    fixture.close();
  }

  private <T extends MessageLite> T ask(String token, MessageLite question, Parser<T> parser)
      throws Exception {
    CompletableFuture<byte[]> answer = new CompletableFuture<>();
    WebSocket socket =
        HttpClient.newHttpClient()
            .newWebSocketBuilder()
            .buildAsync(
                URI.create(fixture.webSocket + "?token=" + token),
                new WebSocket.Listener() {
                  @Override
                  public @Nullable CompletionStage<?> onBinary(
                      WebSocket from, ByteBuffer bytes, boolean last) {
                    byte[] copy = new byte[bytes.remaining()];
                    bytes.get(copy);
                    answer.complete(copy);
                    return null;
                  }
                })
            .get(60, TimeUnit.SECONDS);
    socket.sendBinary(ByteBuffer.wrap(question.toByteArray()), true).get(60, TimeUnit.SECONDS);
    T parsed = parser.parseFrom(answer.get(60, TimeUnit.SECONDS));
    socket.abort();
    return parsed;
  }

  private static SessionListRequest sessions(String user) {
    return SessionListRequest.newBuilder()
        .setType(ListType.SESSION_LIST_REQUEST)
        .setHeader(HEADER)
        .setOrg(RunningServer.APP.org())
        .setApp(RunningServer.APP.app())
        .setUsername(user)
        .build();
  }

  @Test
  void conversations_come_with_their_newest_message_and_what_is_unread() throws Exception {
    String group = fixture.makeGroup("anna", "ben");
    String id = fixture.sendToGroup(group, "hello");

    SessionListResponse answer =
        ask(fixture.tokenOf("ben"), sessions("ben"), SessionListResponse.parser());

    assertThat(answer.getType()).isEqualTo(ListType.SESSION_LIST_RESPONSE);
    assertThat(answer.getHeader().getRequestId()).isEqualTo("q1");
    assertThat(answer.getIsLastBatch()).isTrue();
    assertThat(answer.getSessionsList()).hasSize(1);
    Session session = answer.getSessions(0);
    assertThat(session.getSessionId()).isEqualTo(group);
    assertThat(session.getSessionType()).isEqualTo(1);
    assertThat(session.getGroupName()).isEqualTo("g");
    assertThat(session.getUnreadCount()).isEqualTo(1);
    assertThat(session.getLastMessage().getId()).isEqualTo(Long.parseLong(id));
  }

  @Test
  void groups_come_with_the_role_of_the_user() throws Exception {
    String group = fixture.makeGroup("anna", "ben");
    GroupListRequest question =
        GroupListRequest.newBuilder()
            .setType(ListType.GROUP_LIST_REQUEST)
            .setHeader(HEADER)
            .setOrg(RunningServer.APP.org())
            .setApp(RunningServer.APP.app())
            .setUsername("ben")
            .build();

    GroupListResponse answer = ask(fixture.tokenOf("ben"), question, GroupListResponse.parser());

    assertThat(answer.getGroupsList()).hasSize(1);
    assertThat(answer.getGroups(0).getGroupId()).isEqualTo(group);
    assertThat(answer.getGroups(0).getGroupOwner()).isEqualTo("anna");
    assertThat(answer.getGroups(0).getMembersCount()).isEqualTo(2);
    assertThat(answer.getGroups(0).getRole()).isEqualTo(2);
    assertThat(answer.getIsLastBatch()).isTrue();
    assertThat(answer.getLastSyncFinishedTs()).isPositive();
  }

  @Test
  void contacts_come_whole_and_a_foreign_token_gets_an_error() throws Exception {
    var _ = fixture.api.post("/users/anna/contacts/users/ben", "").ok();
    var _ = fixture.api.put("/user/anna/contacts/users/ben", "{\"remark\":\"Benny\"}").ok();
    RosterRequest question =
        RosterRequest.newBuilder()
            .setType(ListType.ROSTER_REQUEST)
            .setHeader(HEADER)
            .setOrg(RunningServer.APP.org())
            .setApp(RunningServer.APP.app())
            .setUsername("anna")
            .build();

    RosterResponse answer = ask(fixture.tokenOf("anna"), question, RosterResponse.parser());
    assertThat(answer.getContactsList()).hasSize(1);
    assertThat(answer.getContacts(0).getContact()).isEqualTo("ben");
    assertThat(answer.getContacts(0).getRemark()).isEqualTo("Benny");
    assertThat(answer.getResponseType()).isEqualTo(2);
    assertThat(answer.getCursor()).isZero();

    RosterError refused = ask(fixture.tokenOf("ben"), question, RosterError.parser());
    assertThat(refused.getCode()).isEqualTo("1002");
    ListError other = ask("nothing", sessions("ben"), ListError.parser());
    assertThat(other.getCode()).isEqualTo(1002);
    assertThat(other.getHeader().getRequestId()).isEqualTo("q1");
  }
}
