import { c, type Ddl } from '../src/kernel/store/ddl/ddl.ts'

export async function up(m: Ddl): Promise<void> {
  // A node that was taken away stays for the sake of its chain of batches; its code is spent.
  await m.addColumn('bridges', 'removed_at', c.instant({ null: true }))
}

export async function down(m: Ddl): Promise<void> {
  await m.dropColumn('bridges', 'removed_at')
}
