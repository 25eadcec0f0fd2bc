/// For the tests of app servers: a real Weft in the test's own process, and the vendor's cloud on a
/// bad day.
@NullMarked
package dev.weft.junit;

import org.jspecify.annotations.NullMarked;
