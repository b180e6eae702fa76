/** What stands against a transfer, whatever raised it, and the one thing that settles it. */
@org.springframework.modulith.ApplicationModule(
    displayName = "Obstacle",
    allowedDependencies = {
      "condition",
      "casefile",
      "agreement",
      "evidence",
      "audit",
      "access",
      "platform"
    })
package org.custodytransfer.obstacle;
