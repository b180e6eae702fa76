package org.custodytransfer.access;

/** Marks a bean that expressions in models may call, besides the delegates. */
public interface ModelFunction {}
