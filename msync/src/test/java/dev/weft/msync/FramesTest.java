package dev.weft.msync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.weft.msync.list.Envelope;
import dev.weft.msync.list.SessionListRequest;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/// Bytes written by hand from the vendor's field numbers: a wrong number in the `.proto` shows
/// here.
class FramesTest {

  @Test
  void a_login_is_read() throws Exception {
    MSync frame =
        MSync.parseFrom(
            hex(
                // guid {appKey "o#a", name "u", clientResource "w"}
                "12 0b  0a 03 6f2361  12 01 75  22 01 77"
                    // auth "$t$T", command 3, payload {osType 16}, encryptType [0], traceId 1
                    + " 1a 04 24742454  40 03  4a 02 08 10  58 00  a0 01 01"));

    assertThat(frame.getGuid().getAppKey()).isEqualTo("o#a");
    assertThat(frame.getGuid().getName()).isEqualTo("u");
    assertThat(frame.getGuid().getClientResource()).isEqualTo("w");
    assertThat(frame.getAuth()).isEqualTo("$t$T");
    assertThat(frame.getCommand()).isEqualTo(Command.PROVISION);
    assertThat(Provision.parseFrom(frame.getPayload()).getOsType()).isEqualTo(16);
    assertThat(frame.getEncryptTypeList()).containsExactly(0);
    assertThat(frame.getTraceId()).isEqualTo(1);
  }

  @Test
  void a_combined_message_is_a_text_whose_sub_type_is_present_and_zero() throws Exception {
    MessageBody.Content text = MessageBody.Content.parseFrom(hex("08 00  12 02 6869"));
    MessageBody.Content combined = MessageBody.Content.parseFrom(hex("08 00  b0 01 00"));

    assertThat(text.getText()).isEqualTo("hi");
    assertThat(text.hasSubType()).isFalse();
    assertThat(combined.hasSubType()).isTrue();
    assertThat(combined.getSubType()).isEqualTo(ContentSubType.COMBINE);
  }

  @Test
  void read_receipts_of_sdk_5_are_read() throws Exception {
    MessageBody body = MessageBody.parseFrom(hex("08 04  80 01 01  88 01 05  88 01 06  90 01 01"));

    assertThat(body.getType()).isEqualTo(BodyType.READ_ACK);
    assertThat(body.getSendToPeer()).isTrue();
    assertThat(body.getAckMessageIdsList()).containsExactly(5L, 6L);
    assertThat(body.getClearAllUnreadMessageCount()).isTrue();
  }

  @Test
  void a_field_that_nobody_knows_is_kept() throws Exception {
    // Field 99, a text.
    byte[] unknown = hex("08 01  9a 06 03 616263");

    assertThat(MessageBody.parseFrom(unknown).toBuilder().setType(2).build().toByteArray())
        .isEqualTo(hex("08 02  9a 06 03 616263"));
  }

  @Test
  void a_value_that_nobody_knows_is_kept() throws Exception {
    assertThat(Meta.parseFrom(hex("28 4d")).getNs()).isEqualTo(77);
  }

  @Test
  void an_acknowledgement_is_written_as_the_client_expects_it() {
    CommSyncDL ack =
        CommSyncDL.newBuilder()
            .setStatus(Status.getDefaultInstance())
            .setMetaId(1)
            .setServerId(2)
            .setTimestamp(3)
            .build();

    assertThat(ack.toByteArray()).isEqualTo(hex("0a 00  10 01  18 02  40 03"));
  }

  @Test
  void every_message_of_the_second_socket_begins_with_type_and_header() throws Exception {
    byte[] request = hex("08 0a  12 03 1a 01 72  1a 01 6f  22 01 61  2a 01 75");

    assertThat(Envelope.parseFrom(request).getType()).isEqualTo(ListType.SESSION_LIST_REQUEST);
    assertThat(Envelope.parseFrom(request).getHeader().getRequestId()).isEqualTo("r");
    assertThat(SessionListRequest.parseFrom(request).getUsername()).isEqualTo("u");
  }

  @Test
  void a_frame_that_is_cut_off_is_refused() {
    assertThatThrownBy(() -> MSync.parseFrom(hex("12 0b 0a 03 6f23")))
        .isInstanceOf(InvalidProtocolBufferException.class);
  }

  private static byte[] hex(String text) {
    return HexFormat.of().parseHex(text.replace(" ", ""));
  }
}
