import { c, type Ddl } from '../src/kernel/store/ddl/ddl.ts'

/** On what an approval rests: what people said, a contract, or a law. Without one nothing personal leaves the house for good. */
export async function up(m: Ddl): Promise<void> {
  await m.addColumn('egress_requests', 'basis', c.code(8, { null: true }))
  await m.run("UPDATE egress_clearances SET clearance = 'L2', version = version + 1 WHERE kind <> 'workbook' AND clearance > 'L2'")
}

export async function down(m: Ddl): Promise<void> {
  await m.dropColumn('egress_requests', 'basis')
}
