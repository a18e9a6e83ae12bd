import { c, type Ddl } from '../src/kernel/store/ddl/ddl.ts'

/** Copies that are made for a partner, and the certificate to which they are encrypted. */
export async function up(m: Ddl): Promise<void> {
  await m.addColumn('partners', 'certificate', c.longText({ null: true }))
  await m.addColumn('workbook_exports', 'partner_id', c.id({ null: true }))
}

export async function down(m: Ddl): Promise<void> {
  await m.dropColumn('workbook_exports', 'partner_id')
  await m.dropColumn('partners', 'certificate')
}
