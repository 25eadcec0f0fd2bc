/// What every API call shares: routes, who calls, bodies, answers, errors, rates.
@NullMarked
package dev.weft.web.api;

import org.jspecify.annotations.NullMarked;
