package dev.weft.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Public methods of the vendor's web SDKs that no other test calls: none rejects, and none leaves
/// its promise without an answer. A line is the client, the method, and its arguments as JSON; `G`
/// is a group, `R` a room and `M` a message of the group, of which anna is the owner.
@Timeout(300)
class SdkEveryCallTest extends SdkTest {

  private static final JsonMapper JSON = new JsonMapper();

  /// What needs a service that is not here, and says so by a rejection.
  private static final Set<String> REFUSED =
      Set.of(
          // Audio and video calls.
          "getRTCToken",
          "getUserIdByRTCUIds",
          // Rooms share no files: the vendor has no such call for servers.
          "getChatRoomSharedFilelist",
          "fetchChatRoomSharedFileList",
          // Translation.
          "getSupportedLanguages",
          // Users are made by the app's server.
          "registerUser");

  private static final String GROUPS =
      """
      anna getGroup
      anna getJoinedGroups {"pageNum":1,"pageSize":20,"needAffiliations":true,"needRole":true}
      anna getGroupInfo {"groupId":["G"]}
      anna listGroups {"limit":20}
      ben listGroupMembers {"groupId":"G","pageNum":1,"pageSize":20}
      ben getGroupMembers {"groupId":"G","limit":20}
      ben getGroupMembersAttributes {"groupId":"G","userIds":["ben"],"keys":["k"]}
      anna modifyGroup {"groupId":"G","groupName":"other","description":"d","ext":"e"}
      anna updateGroupAnnouncement {"groupId":"G","announcement":"hello"}
      ben fetchGroupAnnouncement {"groupId":"G"}
      anna setGroupAdmin {"groupId":"G","username":"ben"}
      anna getGroupAdmin {"groupId":"G"}
      anna removeGroupAdmin {"groupId":"G","username":"ben"}
      anna muteGroupMember {"groupId":"G","username":"ben","muteDuration":60000}
      anna muteGroupMember {"groupId":"G","username":["ben","cleo"],"muteDuration":-1}
      anna getGroupMuteList {"groupId":"G"}
      ben isInGroupMutelist {"groupId":"G"}
      anna unmuteGroupMember {"groupId":"G","username":["ben","cleo"]}
      anna addUsersToGroupAllowlist {"groupId":"G","users":["ben"]}
      anna getGroupAllowlist {"groupId":"G"}
      ben isInGroupAllowlist {"groupId":"G","userName":"ben"}
      ben isInGroupWhiteList {"groupId":"G","userName":"ben"}
      ben isGroupWhiteUser {"groupId":"G","userName":"ben"}
      anna removeGroupAllowlistMember {"groupId":"G","userName":"ben"}
      anna disableSendGroupMsg {"groupId":"G"}
      anna enableSendGroupMsg {"groupId":"G"}
      anna getGroupSharedFilelist {"groupId":"G","pageNum":1,"pageSize":10}
      anna fetchGroupSharedFileList {"groupId":"G","pageNum":1,"pageSize":10}
      ben blockGroupMessages {"groupId":"G"}
      ben blockGroup {"groupId":"G"}
      anna blockGroupMember {"groupId":"G","username":"ben"}
      anna blockGroupMembers {"groupId":"G","usernames":["cleo"]}
      anna getGroupBlocklist {"groupId":"G"}
      anna unblockGroupMember {"groupId":"G","username":"ben"}
      anna unblockGroupMembers {"groupId":"G","usernames":["cleo"]}
      anna inviteToGroup {"groupId":"G","users":["ben","cleo"]}
      ben agreeInviteIntoGroup {"invitee":"ben","groupId":"G"}
      cleo agreeInviteIntoGroup {"invitee":"cleo","groupId":"G"}
      anna removeGroupMember {"groupId":"G","username":"ben"}
      anna removeGroupMembers {"groupId":"G","users":["cleo"]}
      anna createGroupVNext {"groupName":"n","description":"d","members":["ben"],"isPublic":true}
      ben joinGroup {"groupId":"G","message":"m"}
      ben leaveGroup {"groupId":"G"}
      cleo joinGroup {"groupId":"G","message":"m"}
      cleo quitGroup {"groupId":"G"}
      ben joinGroup {"groupId":"G","message":"m"}
      anna changeGroupOwner {"groupId":"G","newOwner":"ben"}
      ben destroyGroup {"groupId":"G"}
      """;

  private static final String ROOMS =
      """
      anna getChatRooms {"pagenum":1,"pagesize":20}
      anna getChatRoomDetails {"chatRoomId":"R"}
      ben joinChatRoom {"roomId":"R"}
      cleo joinChatRoom {"roomId":"R"}
      ben getJoinedChatRooms {"pageNum":1,"pageSize":20}
      ben listChatRoomMembers {"chatRoomId":"R","pageNum":1,"pageSize":20}
      ben getChatRoomMembers {"chatRoomId":"R","limit":20}
      anna modifyChatRoom {"chatRoomId":"R","chatRoomName":"n","description":"d","maxusers":100}
      anna updateChatRoomAnnouncement {"roomId":"R","announcement":"hello"}
      ben fetchChatRoomAnnouncement {"roomId":"R"}
      anna setChatRoomAdmin {"chatRoomId":"R","username":"ben"}
      anna getChatRoomAdmin {"chatRoomId":"R"}
      anna removeChatRoomAdmin {"chatRoomId":"R","username":"ben"}
      anna muteChatRoomMember {"chatRoomId":"R","username":"ben","muteDuration":60000}
      anna getChatRoomMuteList {"chatRoomId":"R"}
      ben isInChatRoomMutelist {"chatRoomId":"R"}
      anna unmuteChatRoomMember {"chatRoomId":"R","username":"ben"}
      anna addUsersToChatRoomAllowlist {"chatRoomId":"R","users":["ben"]}
      anna getChatRoomAllowlist {"chatRoomId":"R"}
      ben isInChatRoomAllowlist {"chatRoomId":"R","userName":"ben"}
      ben isChatRoomWhiteUser {"chatRoomId":"R","userName":"ben"}
      anna removeChatRoomAllowlistMember {"chatRoomId":"R","userName":"ben"}
      anna disableSendChatRoomMsg {"chatRoomId":"R"}
      anna enableSendChatRoomMsg {"chatRoomId":"R"}
      ben setChatRoomAttribute {"chatRoomId":"R","attributeKey":"k","attributeValue":"v"}
      ben setChatRoomAttributes {"chatRoomId":"R","attributes":{"a":"1","b":"2"}}
      ben getChatRoomAttributes {"chatRoomId":"R","attributeKeys":["k"]}
      ben getChatRoomAttributes {"chatRoomId":"R"}
      ben removeChatRoomAttribute {"chatRoomId":"R","attributeKey":"k"}
      ben removeChatRoomAttributes {"chatRoomId":"R","attributeKeys":["a","b"]}
      anna getChatRoomSharedFilelist {"roomId":"R"}
      anna fetchChatRoomSharedFileList {"roomId":"R"}
      anna blockChatRoomMember {"chatRoomId":"R","username":"ben"}
      anna blockChatRoomMembers {"chatRoomId":"R","usernames":["cleo"]}
      anna getChatRoomBlacklist {"chatRoomId":"R"}
      anna unblockChatRoomMember {"chatRoomId":"R","username":"ben"}
      anna unblockChatRoomMembers {"chatRoomId":"R","usernames":["cleo"]}
      ben joinChatRoom {"roomId":"R"}
      anna removeChatRoomMember {"chatRoomId":"R","username":"ben"}
      ben joinChatRoom {"roomId":"R"}
      anna removeChatRoomMembers {"chatRoomId":"R","users":["ben"]}
      ben joinChatRoom {"roomId":"R"}
      ben quitChatRoom {"roomId":"R"}
      """;

  private static final String OTHERS =
      """
      anna addContact "ben"
      ben acceptInvitation "anna"
      anna addContact "cleo"
      cleo declineContactInvite "anna"
      anna setContactRemark {"userId":"ben","remark":"r"}
      anna getContacts
      anna getAllContacts
      anna getContactsWithCursor {"pageSize":20,"cursor":""}
      anna addToBlackList {"name":"cleo"}
      anna addUsersToBlacklist {"name":["cleo"]}
      anna getBlacklist
      anna removeFromBlackList {"name":"cleo"}
      anna fetchHistoryMessages {"queue":"ben","count":20}
      anna fetchHistoryMessages {"queue":"G","count":20,"isGroup":true}
      anna getReactionList {"chatType":"groupChat","messageId":"M","groupId":"G"}
      anna getSessionList
      anna getConversationlist {"pageNum":1,"pageSize":20}
      anna deleteSession {"channel":"ben","chatType":"singleChat","deleteRoam":true}
      anna deleteAllMessagesAndConversations
      anna setSilentModeForAll {"options":{"paramType":0,"remindType":"NONE"}}
      anna getSilentModeForAll
      anna getSilentModeForConversations {"conversationList":[{"id":"ben","type":"singleChat"}]}
      anna clearRemindTypeForConversation {"conversationId":"ben","type":"singleChat"}
      anna getSilentModeRemindTypeConversations {"pageSize":20}
      anna setPushPerformLanguage {"language":"en"}
      anna getPushPerformLanguage
      anna uploadPushToken {"deviceId":"d","deviceToken":"t","notifierName":"n"}
      anna uploadToken {"deviceId":"d","deviceToken":"t","notifierName":"n"}
      anna unbindPushToken
      anna getSubscribedPresenceList {"pageNum":1,"pageSize":20}
      anna updateCurrentUserNick "nick"
      anna updateOwnUserInfo {"nickname":"n","avatarurl":"a"}
      anna getSupportedLanguages
      anna getRTCToken "channel"
      anna getUserIdByRTCUIds [1]
      anna registerUser {"username":"dora","password":"p"}
      """;

  private String room() {
    return fixture
        .api
        .post("/chatrooms", "{\"name\":\"r\",\"description\":\"d\",\"owner\":\"anna\"}")
        .ok()
        .at("/data/id")
        .asString();
  }

  private List<String> rejected(String lines, Map<String, String> ids) {
    List<String> rejected = new ArrayList<>();
    for (String line : lines.lines().toList()) {
      String[] words = line.split(" ", 3);
      String argument = words.length == 3 ? words[2] : "";
      for (Map.Entry<String, String> id : ids.entrySet()) {
        argument = argument.replace('"' + id.getKey() + '"', '"' + id.getValue() + '"');
      }
      Object[] args = argument.isEmpty() ? new Object[0] : new Object[] {read(argument)};
      try {
        JsonNode _ = sdks.call(words[0], words[1], args);
        if (REFUSED.contains(words[1])) {
          rejected.add("not refused: " + line);
        }
      } catch (SdkClients.SdkException e) {
        if (!REFUSED.contains(words[1])) {
          rejected.add(line + " -> " + e.getMessage());
        }
      }
    }
    return rejected;
  }

  private static Object read(String json) {
    return JSON.readValue(json, Object.class);
  }

  @ParameterizedTest
  @FieldSource("PACKAGES")
  void about_groups_is_answered(String sdk) {
    fixture.logIn(sdk, "anna", "ben", "cleo");
    String group = fixture.api.group("anna", "ben", "cleo");

    assertThat(rejected(GROUPS, Map.of("G", group))).isEmpty();
    sdks.requireNoAccident();
  }

  @ParameterizedTest
  @FieldSource("PACKAGES")
  void about_rooms_is_answered(String sdk) {
    fixture.logIn(sdk, "anna", "ben", "cleo");

    assertThat(rejected(ROOMS, Map.of("R", room()))).isEmpty();
    sdks.requireNoAccident();
  }

  @ParameterizedTest
  @FieldSource("PACKAGES")
  void about_users_and_conversations_is_answered(String sdk) {
    fixture.logIn(sdk, "anna", "ben", "cleo");
    String group = fixture.api.group("anna", "ben", "cleo");
    String message = fixture.text("anna", group, "hello").path("serverMsgId").asString();
    JsonNode _ = fixture.textToUser("anna", "ben", "hello");

    assertThat(rejected(OTHERS, Map.of("G", group, "M", message))).isEmpty();
    sdks.requireNoAccident();
  }
}
