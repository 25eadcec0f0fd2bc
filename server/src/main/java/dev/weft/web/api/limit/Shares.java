package dev.weft.web.api.limit;

import dev.weft.app.App;
import dev.weft.loop.SharedBound;
import dev.weft.web.api.Errors;
import java.util.function.Supplier;

/// What apps share, and may each have only a part of.
public final class Shares {

  private final String what;
  private final SharedBound bound;

  /// @param what in the plural: `uploads`
  /// @param total of all apps together
  /// @param perApp of one app
  public Shares(String what, int total, int perApp) {
    this.what = what;
    this.bound = new SharedBound(total, perApp);
  }

  /// Takes one for `app`, which has to be given back.
  ///
  /// @throws VendorException 429 if the app has its share, 503 if there are none left
  public void enter(App app) {
    switch (bound.enter(app.id())) {
      case TAKEN -> {}
      case SHARE_USED_UP -> throw Errors.shareUsedUp(bound.perOwner(), what);
      case FULL -> throw Errors.busy();
    }
  }

  public void leave(App app) {
    bound.leave(app.id());
  }

  /// Does `work` while one is taken.
  public <T> T during(App app, Supplier<T> work) {
    enter(app);
    try {
      return work.get();
    } finally {
      leave(app);
    }
  }
}
