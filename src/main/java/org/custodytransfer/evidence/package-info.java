/** Documents: kept once, as they came, under their SHA-256. */
@org.springframework.modulith.ApplicationModule(
    displayName = "Evidence",
    allowedDependencies = {"audit", "access", "platform"})
package org.custodytransfer.evidence;
