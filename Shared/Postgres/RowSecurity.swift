/// How a migration keeps tenants apart in its tables, and the question that finds a table where it was forgotten.
///
/// Every table with a `tenant_id`:
///
///     alter table orders enable row level security;
///     alter table orders force row level security;
///     create policy tenant on orders using (tenant_id = any ((select nullif(
///         current_setting('stratum.tenant_ids', true), '')::uuid[])::uuid[]));
///
/// `force` binds the owner too; a migration that changes rows of all tenants says `no force` before and `force` after. Unset, and empty as a pooled session has it after its first transaction, both give null, and null is no row.
/// The inner select is evaluated once in a statement, not once in a row. Without WITH CHECK the same rule holds for what is written.
///
/// A lease, job or delivery table that the worker sees across tenants, in addition:
///
///     grant select, update, delete on deliveries to events_worker;
///     create policy worker on deliveries to events_worker using (true);
///
/// Policies of a partitioned table do not bind those who name a partition: nobody does, and the same privileges are not granted there.
package enum RowSecurity {
    /// The names of tables of a schema that have a `tenant_id` and let rows through unasked: row-level security off, not forced on the owner,
    /// or without any policy, which would show nothing to anybody. Empty when all is well. Partitions count with their parents.
    package static func unprotectedTables(in schema: String) -> SQL {
        """
        select t.relname::text from pg_class t
        where t.relnamespace = to_regnamespace(quote_ident(\(schema))) and t.relkind in ('r', 'p') and not t.relispartition
        and exists (select from pg_attribute a where a.attrelid = t.oid and a.attname = 'tenant_id' and not a.attisdropped)
        and not (t.relrowsecurity and t.relforcerowsecurity and exists (select from pg_policy p where p.polrelid = t.oid))
        order by 1
        """
    }
}
