package org.custodytransfer.platform;

/** Which part of a list is asked for. */
public record Paging(int page, int size) {

  private static final int MAX_SIZE = 200;
  private static final int MAX_PAGE = 1_000_000;

  /**
   * @throws Refusal 400 unless page is 0 or more and size from 1 to 200
   */
  public Paging {
    if (page < 0 || page > MAX_PAGE) {
      throw Refusal.badInput("/page", "must be from 0 to " + MAX_PAGE);
    }
    if (size < 1 || size > MAX_SIZE) {
      throw Refusal.badInput("/size", "must be from 1 to " + MAX_SIZE);
    }
  }

  public int offset() {
    return page * size;
  }
}
