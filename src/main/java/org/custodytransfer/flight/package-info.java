/** Flights: seats, manifests, departure through the gate, and handover person by person. */
@org.springframework.modulith.ApplicationModule(
    displayName = "Flight",
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
package org.custodytransfer.flight;
