package org.custodytransfer.platform;

import ch.qos.logback.classic.AsyncAppender;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import java.util.Iterator;
import java.util.Spliterators;
import java.util.stream.StreamSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.stereotype.Component;

/**
 * A log that nobody takes away any more, or a disk that is full, keeps no caller waiting: lines
 * that find no place are lost, and a court's order is not.
 */
@Component
class LogsThatWaitForNobody implements SmartInitializingSingleton {

  private static final int LINES = 8_192;

  @Override
  public void afterSingletonsInstantiated() {
    putBehindQueues((LoggerContext) LoggerFactory.getILoggerFactory());
  }

  static void putBehindQueues(LoggerContext context) {
    var root = context.getLogger(Logger.ROOT_LOGGER_NAME);
    Iterator<Appender<ILoggingEvent>> all = root.iteratorForAppenders();
    StreamSupport.stream(Spliterators.spliteratorUnknownSize(all, 0), false)
        .filter(appender -> !(appender instanceof AsyncAppender))
        .toList()
        .forEach(
            appender -> {
              root.detachAppender(appender);
              root.addAppender(behindAQueue(context, appender));
            });
  }

  private static AsyncAppender behindAQueue(
      LoggerContext context, Appender<ILoggingEvent> appender) {
    var queue = new AsyncAppender();
    queue.setContext(context);
    queue.setName(appender.getName() + " behind a queue");
    queue.setQueueSize(LINES);
    queue.setNeverBlock(true);
    queue.addAppender(appender);
    queue.start();
    return queue;
  }
}
