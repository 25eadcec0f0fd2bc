package dev.weft.storage;

import java.nio.file.Path;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/// What must be so whatever the database is: each test runs on each of them, with an empty one.
@ParameterizedClass
@EnumSource(TestDatabase.class)
@SuppressWarnings("NullAway.Init") // JUnit fills the fields in.
public abstract class EachDatabase {

  @Parameter protected TestDatabase kind;

  @TempDir protected Path folder;

  private Supplier<Database> place;

  @BeforeEach
  final void choosePlace() {
    place = kind.fresh(folder);
  }

  /// Opens the database of this test: again after it was closed, or as another process does.
  protected final Database openDatabase() {
    return place.get();
  }
}
