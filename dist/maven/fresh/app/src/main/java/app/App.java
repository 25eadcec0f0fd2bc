package app;

import dev.weft.receiver.ThreadCallback;
import dev.weft.receiver.ThreadChange;
import dev.weft.spring.ThreadCallbackHandler;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.springframework.boot.autoconfigure.SpringBootApplication;

@SpringBootApplication
public class App {

  final List<String> heard = new CopyOnWriteArrayList<>();

  @ThreadCallbackHandler
  void changed(ThreadCallback callback, ThreadChange change) {
    heard.add(change + " in " + callback.threadId().value());
  }

  List<String> heard() {
    return heard;
  }
}
