package org.custodytransfer.journeys;

/** The published totals, on PostgreSQL. */
@OnPostgresql
class PublishedTotalsOnPostgresqlTest extends PublishedTotalsTest {}
