#ifndef STRATUM_CPQ_SHIM_H
#define STRATUM_CPQ_SHIM_H

#include <libpq-fe.h>

// Character constants are not imported into Swift.
static const int stratum_pg_diag_severity = PG_DIAG_SEVERITY_NONLOCALIZED;
static const int stratum_pg_diag_sqlstate = PG_DIAG_SQLSTATE;
static const int stratum_pg_diag_message_primary = PG_DIAG_MESSAGE_PRIMARY;
static const int stratum_pg_diag_message_detail = PG_DIAG_MESSAGE_DETAIL;
static const int stratum_pg_diag_constraint_name = PG_DIAG_CONSTRAINT_NAME;

#endif
