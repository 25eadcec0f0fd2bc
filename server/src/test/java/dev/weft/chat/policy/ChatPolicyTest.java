package dev.weft.chat.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.app.Actor;
import dev.weft.app.OperatorRole;
import dev.weft.app.UserId;
import dev.weft.chat.Refusal;
import dev.weft.chat.Refusal.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/// Actor x operation x circumstance, against the tables of docs/permissions.md.
class ChatPolicyTest {

  private static final Actor MEMBER = Actor.Member.of(new UserId("ann"));
  private static final Actor OPERATOR = new Actor.Operator("olga", OperatorRole.VIEWER, false);

  private static final Set<Operation> BETWEEN_USERS =
      EnumSet.of(Operation.SEND_TO_USER, Operation.RECALL_FROM_USER, Operation.MODIFY_TO_USER);
  private static final Set<Operation> OF_THE_APP =
      EnumSet.of(Operation.RUN_APP, Operation.CREATE_ROOM);
  private static final Set<Operation> SPEECH =
      EnumSet.of(
          Operation.SEND_TO_GROUP,
          Operation.MODIFY,
          Operation.SEND_TO_USER,
          Operation.MODIFY_TO_USER);
  private static final Set<Operation> SIGHT =
      EnumSet.of(Operation.SEE_GROUP, Operation.SEE_THREADS);

  /// What can be the case beside the rank. The reason is the one that the docs name.
  private enum Circumstance {
    NONE,
    DEACTIVATED,
    DISABLED,
    MUTED_IN_APP,
    MUTED,
    ALL_MUTED,
    ALL_MUTED_BUT_ALLOWED,
    BLOCKED,
    NO_CONTACT;

    Facts facts(Rank rank) {
      return new Facts(
          this != DEACTIVATED,
          rank,
          this == DISABLED,
          this == MUTED_IN_APP,
          this == MUTED,
          this == ALL_MUTED || this == ALL_MUTED_BUT_ALLOWED,
          this == ALL_MUTED_BUT_ALLOWED,
          this == BLOCKED,
          false,
          false,
          this != NO_CONTACT);
    }
  }

  record Case(Operation operation, String column, Circumstance circumstance) {

    Rank rank() {
      return column.equals("own") ? Rank.MEMBER : Rank.valueOf(column.toUpperCase(Locale.ROOT));
    }

    boolean own() {
      return column.equals("own");
    }
  }

  private static final List<String> COLUMNS =
      List.of("stranger", "member", "own", "admin", "owner");

  /// The cell of the first table, by operation and column.
  private static Map<String, String> table() throws IOException {
    Map<String, String> cells = new HashMap<>();
    for (String line : Files.readAllLines(Path.of("../docs/permissions.md"))) {
      String[] parts = line.split("\\|", -1);
      if (parts.length == 8
          && Stream.of(Operation.values()).anyMatch(op -> op.name().equals(parts[1].strip()))) {
        for (int i = 0; i < COLUMNS.size(); i++) {
          cells.put(parts[1].strip() + " " + COLUMNS.get(i), parts[i + 2].strip());
        }
      }
    }
    return cells;
  }

  static List<Case> cases() {
    List<Case> cases = new ArrayList<>();
    for (Operation operation : Operation.values()) {
      for (String column : COLUMNS) {
        for (Circumstance circumstance : Circumstance.values()) {
          cases.add(new Case(operation, column, circumstance));
        }
      }
    }
    return cases;
  }

  @Test
  void the_table_has_a_line_for_every_operation() throws IOException {
    assertThat(table()).hasSize(Operation.values().length * COLUMNS.size());
  }

  @ParameterizedTest
  @MethodSource("cases")
  void a_member_may_what_the_tables_say(Case one) throws IOException {
    String cell = String.valueOf(table().get(one.operation() + " " + one.column()));

    Optional<Refusal> refusal =
        ChatPolicy.decide(MEMBER, one.operation(), one.own(), one.circumstance().facts(one.rank()));

    assertThat(refusal.map(ChatPolicyTest::reason)).isEqualTo(expected(one, cell));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void the_server_and_operators_are_never_held_up(Case one) {
    Facts facts = one.circumstance().facts(one.rank());

    assertThat(ChatPolicy.decide(Actor.SERVER, one.operation(), one.own(), facts)).isEmpty();
    assertThat(ChatPolicy.decide(OPERATOR, one.operation(), one.own(), facts)).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(Rank.class)
  void members_may_invite_where_the_group_lets_them(Rank rank) {
    Facts open = new Facts(true, rank, false, false, false, false, false, false, true, false, true);

    assertThat(ChatPolicy.decide(MEMBER, Operation.INVITE, false, open).isEmpty())
        .isEqualTo(rank != Rank.STRANGER);
    assertThat(ChatPolicy.decide(MEMBER, Operation.MODERATE, false, open).isEmpty())
        .isEqualTo(rank == Rank.ADMIN || rank == Rank.OWNER);
  }

  @Test
  void super_admins_may_make_rooms() {
    Facts facts =
        new Facts(true, Rank.STRANGER, false, false, false, false, false, false, false, true, true);

    assertThat(ChatPolicy.decide(MEMBER, Operation.CREATE_ROOM, false, facts)).isEmpty();
    assertThat(ChatPolicy.decide(MEMBER, Operation.RUN_APP, false, facts)).isPresent();
  }

  /// The order of the second table: the first line that applies.
  private static Optional<Reason> expected(Case one, String cell) {
    Optional<Reason> byRank =
        cell.equals("yes") ? Optional.empty() : Optional.of(Reason.valueOf(cell));
    boolean inGroup =
        !BETWEEN_USERS.contains(one.operation()) && !OF_THE_APP.contains(one.operation());
    if (one.circumstance() == Circumstance.DEACTIVATED) {
      return Optional.of(Reason.DEACTIVATED);
    }
    if (byRank.filter(reason -> reason == Reason.NOT_IN_GROUP).isPresent()) {
      return byRank;
    }
    if (one.circumstance() == Circumstance.DISABLED
        && inGroup
        && !SIGHT.contains(one.operation())) {
      return Optional.of(Reason.GROUP_DISABLED);
    }
    if (byRank.isPresent() || !SPEECH.contains(one.operation())) {
      return byRank;
    }
    boolean owner = one.rank() == Rank.OWNER;
    boolean admin = one.rank() == Rank.ADMIN;
    return switch (one.circumstance()) {
      case MUTED_IN_APP -> Optional.of(Reason.MUTED_IN_APP);
      case MUTED -> inGroup && !owner ? Optional.of(Reason.MUTED) : Optional.empty();
      case ALL_MUTED ->
          inGroup && !owner && !admin ? Optional.of(Reason.ALL_MUTED) : Optional.empty();
      case BLOCKED -> inGroup ? Optional.empty() : Optional.of(Reason.BLOCKED);
      case NO_CONTACT -> inGroup ? Optional.empty() : Optional.of(Reason.NOT_CONTACT);
      case NONE, DEACTIVATED, DISABLED, ALL_MUTED_BUT_ALLOWED -> Optional.empty();
    };
  }

  private static Reason reason(Refusal refusal) {
    return switch (refusal) {
      case Refusal.SendRefused(Reason reason) -> reason;
      case Refusal.ThreadNotAllowed(Reason reason) -> reason;
      case Refusal.GroupNotAllowed(Reason reason) -> reason;
      case Refusal.ThreadOwnerNotInGroup() -> Reason.NOT_IN_GROUP;
      case Refusal.RecallNotAllowed(), Refusal.ModifyNotAllowed() -> Reason.NO_RIGHT;
      default -> throw new AssertionError(refusal);
    };
  }
}
