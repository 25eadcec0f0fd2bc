package dev.weft;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/// The floor plan of the server, checked. A new package starts with a line here.
class ArchitectureTest {

  /// The package of the server itself: only who starts it may look there.
  private static final String FRONT_DOOR = "";

  /// The library for app servers, in a module of its own: the demo has an app server.
  private static final String RECEIVER = "receiver";

  /// Each room, and the rooms it may look into. `dev.weft` itself, the front door, sees all.
  private static final Map<String, List<String>> FLOOR_PLAN =
      Map.ofEntries(
          entry("tx", List.of()),
          entry("config", List.of()),
          entry("trace", List.of()),
          entry("app", List.of("tx")),
          entry("delivery", List.of("tx", "trace")),
          entry("pull", List.of("tx", "delivery")),
          entry("chat", List.of("tx", "app")),
          entry("callback", List.of("tx", "trace", "app", "chat", "delivery", "pull")),
          entry("storage", List.of("tx", "trace", "app", "chat", "callback", "delivery", "pull")),
          entry("web", List.of("tx", "trace", "app", "chat", "callback", "delivery", "pull")),
          entry("metrics", List.of("tx", "chat", "delivery")),
          entry("cli", List.of("tx", "config", "app", RECEIVER, FRONT_DOOR)));

  private static final JavaClasses SERVER = new ClassFileImporter().importPath("target/classes");

  @Test
  void every_room_is_on_the_floor_plan() {
    assertThat(SERVER.getPackage("dev.weft").getSubpackages())
        .extracting(JavaPackage::getRelativeName)
        .filteredOn(room -> !room.equals(RECEIVER))
        .containsExactlyInAnyOrderElementsOf(FLOOR_PLAN.keySet());
  }

  @Test
  void every_room_looks_only_where_the_floor_plan_says() {
    FLOOR_PLAN.forEach(
        (room, mayUse) ->
            classes()
                .that()
                .resideInAPackage(packageOf(room))
                .should()
                .onlyDependOnClassesThat(
                    resideOutsideOfPackage("dev.weft..")
                        .or(resideInAnyPackage(packagesOf(room, mayUse))))
                .check(SERVER));
  }

  @Test
  void only_storage_speaks_sql() {
    noClasses()
        .that()
        .resideOutsideOfPackage(packageOf("storage"))
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "java.sql..", "javax.sql..", "com.zaxxer..", "org.sqlite..", "org.postgresql..")
        .check(SERVER);
  }

  @Test
  void one_class_speaks_http_to_app_servers() {
    noClasses()
        .that()
        .doNotHaveFullyQualifiedName("dev.weft.delivery.HttpSender")
        .and()
        .haveNameNotMatching("dev\\.weft\\.delivery\\.HttpSender\\$.*")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.apache.hc..")
        .check(SERVER);
  }

  @Test
  void time_comes_from_a_clock() {
    noClasses()
        .should()
        .callMethod(Instant.class, "now")
        .orShould()
        .callMethod(System.class, "currentTimeMillis")
        .check(SERVER);
  }

  @Test
  void every_package_is_null_marked() {
    classes()
        .that()
        .haveSimpleName("package-info")
        .should()
        .beAnnotatedWith(NullMarked.class)
        .check(SERVER);
  }

  private static String[] packagesOf(String room, List<String> mayUse) {
    return Stream.concat(Stream.of(room), mayUse.stream())
        .map(ArchitectureTest::packageOf)
        .toArray(String[]::new);
  }

  private static String packageOf(String room) {
    return room.equals(FRONT_DOOR) ? "dev.weft" : "dev.weft." + room + "..";
  }
}
