package org.custodytransfer.access;

/** What the doors write on the trail. */
public interface Trail {

  /** Something that was done at a door, in its transaction. */
  void add(String about, String actor, String action, String detail);

  /** What was refused, after its transaction was undone. */
  void refused(String about, String actor, String action, String reason);
}
