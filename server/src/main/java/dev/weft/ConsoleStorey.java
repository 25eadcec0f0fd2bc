package dev.weft;

import dev.weft.app.Apps;
import dev.weft.app.operator.AuditLog;
import dev.weft.app.operator.Operators;
import dev.weft.callback.explain.RulePreview;
import dev.weft.callback.rule.Rules;
import dev.weft.chat.file.ChatFiles;
import dev.weft.chat.message.Conversations;
import dev.weft.cluster.NodeList;
import dev.weft.delivery.engine.Dispatcher;
import dev.weft.delivery.log.RecentAttempts;
import dev.weft.delivery.redrive.ExceptionStorage;
import dev.weft.storage.Database;
import dev.weft.tx.Transactions;
import dev.weft.web.operator.AppFileRoutes;
import dev.weft.web.operator.BinRoutes;
import dev.weft.web.operator.CallbackBin;
import dev.weft.web.operator.ConversationRoutes;
import dev.weft.web.operator.InstallationRoutes;
import dev.weft.web.operator.LiveRoutes;
import dev.weft.web.operator.OperatorDoor;
import dev.weft.web.operator.OperatorRoutes;
import dev.weft.web.operator.OverviewRoutes;
import dev.weft.web.operator.RuleInsightRoutes;
import dev.weft.web.operator.SearchRoutes;
import java.time.Clock;
import java.util.function.BooleanSupplier;

/// Puts together what operators look at.
final class ConsoleStorey {

  private ConsoleStorey() {}

  /// @param loopback whether only this machine can reach the server
  /// @param open false once the server stops
  static OperatorDoor door(
      Database database,
      Apps apps,
      ChatFiles files,
      Operators operators,
      Rules rules,
      Dispatcher dispatcher,
      RecentAttempts recent,
      ExceptionStorage exceptions,
      NodeList nodes,
      CallbackBin bin,
      OperatorDoor.AppCalls calls,
      boolean loopback,
      BooleanSupplier open,
      Clock clock) {
    Transactions transactions = database.transactions();
    AuditLog auditLog = new AuditLog(database.transactions(), database.operators(), clock);
    OperatorRoutes routes = new OperatorRoutes();
    new OverviewRoutes(
            transactions,
            database.deliverySearch(),
            apps,
            rules,
            dispatcher,
            recent,
            exceptions,
            nodes,
            clock)
        .addTo(routes);
    new SearchRoutes(transactions, database.deliverySearch(), apps, rules).addTo(routes);
    new LiveRoutes(recent, apps, rules, open).addTo(routes);
    new ConversationRoutes(
            new Conversations(transactions, database.threads(), database.messages()), apps)
        .addTo(routes);
    new RuleInsightRoutes(
            transactions,
            database.ruleHistory(),
            new RulePreview(transactions, database.messages(), clock),
            apps,
            rules)
        .addTo(routes);
    new AppFileRoutes(files, apps).addTo(routes);
    BinRoutes bins = new BinRoutes(bin);
    bins.addTo(routes);
    new InstallationRoutes(apps, rules, operators, auditLog).addTo(routes);
    return new OperatorDoor(operators, auditLog, routes, calls, bins, loopback, Version.number());
  }
}
