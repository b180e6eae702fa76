/** Who somebody is, for which state they act, and what their groups may do. */
@org.springframework.modulith.ApplicationModule(
    displayName = "Access",
    allowedDependencies = "platform")
package org.custodytransfer.access;
