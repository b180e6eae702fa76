/** Who is where tonight: placements in a facility, visits, and the return. */
@org.springframework.modulith.ApplicationModule(
    displayName = "Placement",
    allowedDependencies = {
      "condition",
      "obstacle",
      "legal",
      "casefile",
      "casefile :: process",
      "agreement",
      "evidence",
      "audit",
      "access",
      "platform"
    })
package org.custodytransfer.placement;
