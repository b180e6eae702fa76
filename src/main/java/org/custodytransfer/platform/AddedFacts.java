package org.custodytransfer.platform;

import java.util.List;
import java.util.Map;

/** Hears, before a transaction ends, of the facts that nobody has spoken of in it. */
public interface AddedFacts {

  /**
   * A row that was added in this transaction.
   *
   * @param columns its columns, with the key that the database gave
   */
  record Added(String table, Map<String, Object> columns) {}

  void unspoken(List<Added> facts);
}
