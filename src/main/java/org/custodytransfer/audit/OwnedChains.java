package org.custodytransfer.audit;

import java.util.Set;
import org.custodytransfer.access.Actor;

/**
 * The chains of what a room keeps, told by whose they are and never by how they are called. What no
 * room knows is nobody's, and everybody who verifies sees it.
 */
public interface OwnedChains {

  /** The chains of others. */
  Set<String> hiddenFrom(Actor actor);
}
