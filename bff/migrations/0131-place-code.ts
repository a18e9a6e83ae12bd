import type { Ddl } from '../src/kernel/store/ddl/ddl.ts'

/** A place is looked up by its standard address code. */
export async function up(m: Ddl): Promise<void> {
  await m.addIndex('places', ['address_code'])
}

export async function down(m: Ddl): Promise<void> {
  await m.dropIndex('places', ['address_code'])
}
