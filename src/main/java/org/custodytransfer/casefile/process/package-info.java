/** Forms, listeners and delegates of cases. */
@org.springframework.modulith.NamedInterface("process")
package org.custodytransfer.casefile.process;
